package web_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

func TestStaffSeeFigures(t *testing.T) {
	w, _ := get(t, shop{}, "/staff/metrics")
	text := strings.Join(strings.Fields(w.Body.String()), " ")
	for _, want := range []string{
		"75.0 %", "of 80 submissions", "7 in 14 days", "25.0 %", "1284", "3 under way, 5 wait for a person", "the oldest for 90 min;", "typically 20 s", "37.5 %", "3 of 8 places, 1 worker",
		"Slow &amp; Sons", "2.5 s", "2 min", "<summary>As a table</summary>", "Thu 26 Nov",
	} {
		if w.Code != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("%d: does not say %q", w.Code, want)
		}
	}
	if n := strings.Count(text, "<rect"); n != 5 {
		t.Errorf("%d pieces of columns, want 1 and 4", n)
	}
	if w, _ := get(t, shop{broken: errors.New("secret detail")}, "/staff/metrics"); w.Code != http.StatusInternalServerError {
		t.Errorf("got %d", w.Code)
	}
}
