package worker

import "testing"

// TestQueueEntriesOfDeadProcessesRunAgain looks at the limits that the queue works with: it takes an entry without a time limit for running, whoever has died.
func TestQueueEntriesOfDeadProcessesRunAgain(t *testing.T) {
	w := &Worker{config: Config{}.withDefaults()}
	c := w.queueConfig()
	if c.JobTimeout <= w.config.AttemptTime+recordTime {
		t.Errorf("an attempt of %s is cut short after %s", w.config.AttemptTime, c.JobTimeout)
	}
	if c.RescueStuckJobsAfter <= c.JobTimeout || c.RescueStuckJobsAfter >= announcePatience {
		t.Errorf("what a dead process left runs again after %s; want more than %s and less than %s", c.RescueStuckJobsAfter, c.JobTimeout, announcePatience)
	}
}
