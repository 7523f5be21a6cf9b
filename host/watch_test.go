package host_test

import (
	"strings"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// TestTotalsAddUpToWhatWasPaid goes through every state a submission can stand in: it counts once, and what was paid for and is not chosen yet
// counts as what the job's standing makes of it.
func TestTotalsAddUpToWhatWasPaid(t *testing.T) {
	const paid = 100
	for _, status := range host.Statuses() {
		for _, listing := range []host.Listing{host.NoListing, host.UnderReview, host.Live, host.Rejected, host.Removed, host.Duplicate} {
			for _, waiting := range []host.Audience{"", host.ForCustomer, host.ForStaff} {
				for _, planned := range []int{0, 1, 40, paid} {
					w := host.Watch{Job: host.Job{DirsPaid: paid}, Counts: host.Counts{}}
					for range planned {
						_, share := host.SubmissionSummary{Submission: host.Submission{Status: status, Listing: listing}, Waiting: waiting}.Standing()
						w.Counts[share]++
					}
					w.Fill()
					if w.Counts.Total() != paid || w.Unplanned != paid-planned {
						t.Errorf("%d of %s, %s, waiting for %q: total %d, unplanned %d", planned, status, listing, waiting, w.Counts.Total(), w.Unplanned)
					}
				}
			}
		}
	}
	unpaid := host.Watch{Counts: host.Counts{host.ShareLive: 3}}
	if unpaid.Fill(); unpaid.Counts.Total() != 3 || unpaid.Unplanned != 0 {
		t.Errorf("where nobody paid: %+v", unpaid)
	}
}

// TestNothingIsStillToDoOfWhatHasEnded: directories are chosen when a job begins. Those that were paid for and not chosen then never are.
func TestNothingIsStillToDoOfWhatHasEnded(t *testing.T) {
	for status, want := range map[host.JobStatus]host.Share{
		host.JobPending: host.ShareToDo, host.JobInProgress: host.ShareFailed, host.JobCompleted: host.ShareFailed, host.JobFailed: host.ShareFailed,
		host.JobCancelled: host.ShareSkipped,
	} {
		job := host.Job{Status: status, DirsPaid: 50}
		w := host.Watch{Job: job, Counts: host.Counts{host.ShareLive: 48}}
		w.Fill()
		r := host.Report{JobSummary: host.JobSummary{Job: job, Counts: host.Counts{host.ShareLive: 48}}}
		if w.Counts[want] != 2 || r.Totals()[want] != 2 || (r.Unchosen() == 2) != (want == host.ShareFailed) {
			t.Errorf("%s: %v, report %v, %d said to be left out", status, w.Counts, r.Totals(), r.Unchosen())
		}
	}
}

func TestEstimates(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	all := host.Pace{Measured: 3, Each: time.Minute, Low: 30 * time.Second, High: 2 * time.Minute}
	for _, test := range []struct {
		name     string
		own, all host.Pace
		from, to time.Duration
		unknown  bool
	}{
		{"nothing is known", host.Pace{}, host.Pace{}, 0, 0, true},
		{"too little is known", host.Pace{Measured: 9, Each: time.Second}, host.Pace{Measured: 2, Each: time.Minute}, 0, 0, true},
		{"everybody's pace", host.Pace{Measured: 9, Each: time.Second}, all, 5 * time.Minute, 20 * time.Minute, false},
		{"own pace alone", host.Pace{Measured: 10, Each: 6 * time.Second}, host.Pace{}, time.Minute, time.Minute, false},
		{"own pace with everybody's spread", host.Pace{Measured: 10, Each: 2 * time.Minute}, all, 10 * time.Minute, 40 * time.Minute, false},
	} {
		e := host.EstimateOf(now, 10, test.own, test.all)
		if test.unknown != (e.Unknown != "") || !test.unknown && (!e.From.Equal(now.Add(test.from)) || !e.To.Equal(now.Add(test.to))) {
			t.Errorf("%s: %+v", test.name, e)
		}
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	for _, reason := range []string{"profile", "outcome", "video", sdk.ParkCaptcha, sdk.ParkMailCode, sdk.ParkPhoneCode, sdk.ParkLogin, sdk.ParkPayment, sdk.ParkOther, "of tomorrow"} {
		w := host.TaskWordsOf(reason)
		if !strings.Contains(w.Title, "%s") || w.Why == "" || len(w.Steps) == 0 || w.Minutes == 0 || w.Icon == "" || w.Done == "" {
			t.Errorf("%s: %+v", reason, w)
		}
	}
}

func TestEveryEventHasWords(t *testing.T) {
	for _, status := range host.Statuses() {
		words, _ := host.Event{Type: "submission_" + string(status), Data: "{}"}.Said()
		if strings.HasPrefix(words, "Something") {
			t.Errorf("%s: %s", status, words)
		}
	}
	if words, _ := (host.Event{Type: "submission_submitted", Data: "{"}).Said(); words == "" {
		t.Error("an event that cannot be read says nothing")
	}
}
