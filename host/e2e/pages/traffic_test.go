package pages

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestTraffic has staff pause and resume a directory and everything, and customers read that they wait.
func TestTraffic(t *testing.T) {
	t.Parallel()
	s, cookies, fill := furnished(t, 40)
	staff, customer := cookies[asStaff], cookies[asCustomer]
	act := func(path string, code int) {
		t.Helper()
		if got := s.do(http.MethodPost, path, staff, url.Values{"reason": {"The form is being rebuilt"}}); got.code != code {
			t.Errorf("%s answers %d, want %d: %.200s", path, got.code, code, got.body)
		}
	}
	reads := func(path, cookie, words string, want bool) {
		t.Helper()
		got := s.do(http.MethodGet, fill.Replace(path), cookie, nil)
		if got.code != http.StatusOK || strings.Contains(got.body, words) != want {
			t.Errorf("%s answers %d, and says %q: %v, want %v", path, got.code, words, !want, want)
		}
	}
	const paused, everything = "We have paused this directory for now", "We have paused sending for the moment"
	var slug string
	s.row(&slug, "SELECT directory FROM job_results WHERE status = 'admitted' ORDER BY directory LIMIT 1")
	reads("/portal", customer, paused, false)
	act("/staff/directories/"+slug+"/pause", http.StatusSeeOther)
	reads("/staff/directories?show=paused", staff, "The form is being rebuilt", true)
	reads("/portal", customer, paused, true)
	reads("/portal", customer, "The form is being rebuilt", false)
	act("/staff/directories/"+slug+"/resume", http.StatusSeeOther)
	act("/staff/directories/"+slug+"/resume", http.StatusConflict)
	act("/staff/directories/none/pause", http.StatusNotFound)
	reads("/portal", customer, everything, false)
	act("/staff/pause", http.StatusSeeOther)
	reads("/portal", customer, everything, true)
	reads("/staff/directories", staff, "Resume sending", true)
	act("/staff/resume", http.StatusSeeOther)
	reads("/portal", customer, everything, false)
	var audited int
	s.row(&audited, "SELECT count(*)::int FROM audit_log WHERE role = 'staff' AND actor IS NOT NULL AND reason = 'The form is being rebuilt'")
	if audited != 4 {
		t.Errorf("%d entries in the audit log, want 4", audited)
	}
	if got := s.do(http.MethodPost, "/staff/pause", customer, url.Values{"reason": {"x"}}); got.code == http.StatusSeeOther && !strings.Contains(got.header.Get("Location"), "sign-in") {
		t.Error("a customer has paused everything")
	}
}
