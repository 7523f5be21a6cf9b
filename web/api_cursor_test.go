package web

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// FuzzCursor: what is no cursor of ours is refused, and what is one is written in one way only and read in no other list.
func FuzzCursor(f *testing.F) {
	f.Add(placeCursor(cursorJobs, host.Place{At: time.Date(2026, 11, 26, 10, 0, 0, 123456000, time.UTC), ID: uuid.New()}))
	f.Add(slugCursor("city"))
	f.Add("")
	f.Add("anything")
	f.Fuzz(func(t *testing.T, cursor string) {
		p, err := parsePlace(cursorJobs, cursor)
		if err == nil && cursor != "" {
			if again := placeCursor(cursorJobs, p); again != cursor {
				t.Errorf("%q is read as %q", cursor, again)
			}
			if _, err := parsePlace(cursorResults, cursor); err == nil {
				t.Errorf("%q is good in another list", cursor)
			}
		}
		slug, err := parseSlug(cursor)
		if err == nil && cursor != "" && slugCursor(slug) != cursor {
			t.Errorf("%q is read as %q", cursor, slug)
		}
	})
}

func TestCursorKeepsItsPlace(t *testing.T) {
	want := host.Place{At: time.Date(2026, 11, 26, 10, 0, 0, 123456000, time.UTC), ID: uuid.New()}
	got, err := parsePlace(cursorResults, placeCursor(cursorResults, want))
	if err != nil || !got.At.Equal(want.At) || got.ID != want.ID {
		t.Errorf("got %+v, %v", got, err)
	}
}
