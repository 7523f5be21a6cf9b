package web

import (
	"testing"
	"time"
)

func TestZonesExistAndAreListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range zones {
		for _, z := range g.Zones {
			if _, err := time.LoadLocation(z); err != nil {
				t.Error(err)
			}
			if seen[z] {
				t.Errorf("%s is there twice", z)
			}
			seen[z] = true
		}
	}
}
