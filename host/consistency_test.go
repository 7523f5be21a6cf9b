package host_test

import (
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

func TestCompareSaysOnlyWhatTheListingShows(t *testing.T) {
	acme := host.Business{
		Name: "Acme Plumbing & Sons", Phone: "+14155550132",
		Address: host.Address{Street: "12 Main St", City: "Springfield", PostalCode: "94105", Country: "US"},
	}
	mobile := host.Business{Name: "Acme", Address: host.Address{City: "Springfield", Country: "US"}}
	tests := []struct {
		name     string
		business host.Business
		text     string
		want     host.Consistency
	}{
		{"all, written otherwise", acme, "ACME  Plumbing & Sons\n12 main st., Springfield CA 94105\n(415) 555-0132", host.Consistency{Name: host.Same, Address: host.Same, Phone: host.Same}},
		{"an old number", acme, "Acme Plumbing & Sons, 12 Main St, 94105, 415-555-9999", host.Consistency{Name: host.Same, Address: host.Same, Phone: host.NotSeen}},
		{"another postcode", acme, "Acme Plumbing & Sons, 12 Main St, 94106, +1 415 555 0132", host.Consistency{Name: host.Same, Address: host.NotSeen, Phone: host.Same}},
		{"part of a longer word", acme, "Acme Plumbing & Sonsy", host.Consistency{Name: host.NotSeen, Address: host.NotSeen, Phone: host.NotSeen}},
		{"no street and no number to look for", mobile, "Acme in Springfield", host.Consistency{Name: host.Same, Address: host.Same}},
		{"nothing known", host.Business{}, "Acme", host.Consistency{}},
	}
	for _, tt := range tests {
		if got := tt.business.Compare(tt.text); got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestTotalsOfAReportAddUpToWhatWasPaid(t *testing.T) {
	for _, r := range []host.Report{
		{JobSummary: host.JobSummary{Job: host.Job{DirsPaid: 50}}},
		{JobSummary: host.JobSummary{Job: host.Job{DirsPaid: 50}, Counts: host.Counts{host.ShareLive: 3, host.ShareToDo: 40}}},
		{JobSummary: host.JobSummary{Counts: host.Counts{host.ShareFailed: 2, host.ShareSkipped: 1}}},
	} {
		if got, want := r.Totals().Total(), r.Paid(); got != want || want < r.Job.DirsPaid {
			t.Errorf("totals of %+v add up to %d, want %d", r.JobSummary, got, want)
		}
	}
}
