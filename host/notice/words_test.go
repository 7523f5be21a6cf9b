package notice

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

func TestMailsSayWhatToDoAndWhere(t *testing.T) {
	c := Config{URL: "https://directorybolt.example"}
	job := uuid.MustParse("00000000-0000-0000-0000-000000000001")
	hostile := "Evil\r\n\r\nYour card was refused, pay at https://evil.example"
	task := host.OpenTask{Directory: hostile, Message: "Enter the code.", Deadline: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)}
	tests := []struct {
		notice  host.Notice
		kind    string
		subject string
		body    []string
	}{
		{host.Notice{Kind: "start", Company: "Acme", DirsPaid: 50}, "start", "We have started on Acme", []string{"of 50 directories", "https://directorybolt.example/portal\n"}},
		{
			host.Notice{Kind: "done", Company: "Acme", Job: job, DirsPaid: 50, Counts: host.Counts{host.ShareLive: 40, host.ShareInReview: 8, host.ShareFailed: 2}},
			"done", "Your report: 40 of 50 directories live",
			[]string{"   40  live\n    8  in review by the directory\n    2  could not be done\n", "/portal/reports/00000000-0000-0000-0000-000000000001"},
		},
		{host.Notice{Kind: "profile", Company: "Acme"}, "reminder", "Your order waits for the business profile", []string{"/portal/profile"}},
		{host.Notice{Kind: "needs", Tasks: []host.OpenTask{task}, TimeZone: "America/Chicago"}, "needs", "One thing waits for you", []string{"Until Thu 26 Nov, 03:00 CST.", "/portal/needs"}},
		{host.Notice{Kind: "reminder", Tasks: make([]host.OpenTask, 13)}, "reminder", "Reminder: 13 things wait for you", []string{"- and 3 more\n"}},
	}
	for _, tt := range tests {
		m := c.write(tt.notice)
		if m.Kind != tt.kind || m.Subject != tt.subject {
			t.Errorf("%s: kind %q, subject %q; want %q, %q", tt.notice.Kind, m.Kind, m.Subject, tt.kind, tt.subject)
		}
		for _, want := range append(tt.body, "https://directorybolt.example/portal/account") {
			if !strings.Contains(m.Body, want) {
				t.Errorf("%s lacks %q:\n%s", tt.notice.Kind, want, m.Body)
			}
		}
		if strings.Contains(m.Body, "\nYour card") {
			t.Errorf("%s: a directory's name begins a line of the mail:\n%s", tt.notice.Kind, m.Body)
		}
	}
}
