package page

import (
	"strings"
	"time"
)

// in is the time in a zone by its IANA name; what is no zone is UTC.
func in(t time.Time, zone string) time.Time {
	if location, err := time.LoadLocation(zone); err == nil {
		return t.In(location)
	}
	return t.UTC()
}

// zoneWords is the place of a zone: "New York" of "America/New_York".
func zoneWords(zone string) string {
	_, place, found := strings.Cut(zone, "/")
	if !found {
		return zone
	}
	return strings.ReplaceAll(strings.ReplaceAll(place, "_", " "), "/", ", ")
}
