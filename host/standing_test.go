package host_test

import (
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

func TestStanding(t *testing.T) {
	tests := []struct {
		status  host.Status
		listing host.Listing
		waiting host.Audience
		want    host.Standing
		share   host.Share
	}{
		{host.Planned, host.NoListing, "", host.StandingQueued, host.ShareToDo},
		{host.Admitted, host.NoListing, "", host.StandingQueued, host.ShareToDo},
		{host.Filling, host.NoListing, "", host.StandingSubmitting, host.ShareToDo},
		{host.Submitting, host.NoListing, "", host.StandingSubmitting, host.ShareToDo},
		{host.Submitted, host.UnderReview, "", host.StandingInReview, host.ShareInReview},
		{host.Submitted, host.Live, "", host.StandingLive, host.ShareLive},
		{host.Submitted, host.Rejected, "", host.StandingFailed, host.ShareFailed},
		{host.Submitted, host.Removed, "", host.StandingFailed, host.ShareFailed},
		{host.Skipped, host.Duplicate, "", host.StandingLive, host.ShareLive},
		{host.Skipped, host.NoListing, "", host.StandingSkipped, host.ShareSkipped},
		{host.NeedsAttention, host.NoListing, host.ForCustomer, host.StandingNeedsYou, host.ShareNeedsYou},
		{host.NeedsAttention, host.NoListing, host.ForStaff, host.StandingLookedAt, host.ShareToDo},
		{host.Unknown, host.NoListing, host.ForStaff, host.StandingChecked, host.ShareToDo},
		{host.Failed, host.NoListing, "", host.StandingFailed, host.ShareFailed},
	}
	seen := map[host.Status]bool{}
	for _, tt := range tests {
		seen[tt.status] = true
		got, share := host.SubmissionSummary{Submission: host.Submission{Status: tt.status, Listing: tt.listing}, Waiting: tt.waiting}.Standing()
		if got != tt.want || share != tt.share {
			t.Errorf("%s/%s/%s: got %q in %q, want %q in %q", tt.status, tt.listing, tt.waiting, got, share, tt.want, tt.share)
		}
	}
	for _, s := range host.Statuses() {
		if !seen[s] {
			t.Errorf("status %s has no row in this table", s)
		}
	}
}
