package page

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"

	"github.com/directorybolt/directorybolt/host"
)

// ReportView is a report and how it is looked at.
type ReportView struct {
	host.Report
	At        time.Time // now, where the reader's clock is
	KeptUntil time.Time // when the evidence is removed; zero while we are at work
	Shared    bool      // the reader has a link and is not the customer
	Picture   func(digest string) string
	Again     *host.Rerun // what came of the button that led here, nil if none did
}

// day is a date where the reader's clock is.
func (v ReportView) day(t time.Time) string { return t.In(v.At.Location()).Format("2 January 2006") }

// picture is the address of a row's screenshot, empty if there is none to show.
func (v ReportView) picture(r host.ReportRow) string {
	if r.Picture == "" || v.gone() {
		return ""
	}
	return v.Picture(r.Picture)
}

// gone reports whether the evidence has been removed.
func (v ReportView) gone() bool { return !v.KeptUntil.IsZero() && v.At.After(v.KeptUntil) }

func (v ReportView) kind() string {
	if v.Final() {
		return "Final report"
	}
	return "Report so far"
}

// reason is a cause with the directories that share it.
type reason struct {
	words string
	rows  []host.ReportRow
}

// reasons groups rows by their note, in the order in which the notes first stand.
func reasons(rows []host.ReportRow) []reason {
	var out []reason
	at := map[string]int{}
	for _, r := range rows {
		words := why(r)
		i, ok := at[words]
		if !ok {
			i = len(out)
			at[words], out = i, append(out, reason{words: words})
		}
		out[i].rows = append(out[i].rows, r)
	}
	return out
}

// why says in plain words why a directory is not live.
func why(r host.ReportRow) string {
	switch {
	case r.Submission.Note != "":
		return r.Submission.Note
	case r.Submission.Listing == host.Rejected:
		return "The directory turned the business down."
	case r.Submission.Listing == host.Removed:
		return "The directory removed the listing."
	case r.Submission.Status == host.Skipped:
		return "Passed over: nothing was sent."
	}
	return "Nothing was sent. We are looking into it."
}

func names(rows []host.ReportRow) string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.DirectoryName
	}
	return strings.Join(out, ", ")
}

// tally is how many listings show something as the profile has it.
type tally struct {
	what                  string
	same, other, unlooked int
}

// tallies count name, address and phone over listings.
func tallies(rows []host.ReportRow) []tally {
	out := []tally{{what: "Name"}, {what: "Address"}, {what: "Phone"}}
	for _, r := range rows {
		for i, m := range []host.Match{r.Seen.Name, r.Seen.Address, r.Seen.Phone} {
			switch m {
			case host.Same:
				out[i].same++
			case host.NotSeen:
				out[i].other++
			default:
				out[i].unlooked++
			}
		}
	}
	return out
}

// byWhom parts live listings into those that were there before us and those that came of the order.
func byWhom(rows []host.ReportRow) (before, ours []host.ReportRow) {
	for _, r := range rows {
		if r.Submission.Listing == host.Duplicate {
			before = append(before, r)
		} else {
			ours = append(ours, r)
		}
	}
	return before, ours
}

// differs names what a listing was not seen to show as the profile has it.
func differs(c host.Consistency) string {
	var out []string
	for _, m := range []struct {
		match host.Match
		what  string
	}{{c.Name, "name"}, {c.Address, "address"}, {c.Phone, "phone"}} {
		if m.match == host.NotSeen {
			out = append(out, m.what)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "Not seen there as in the profile: " + strings.Join(out, ", ")
}

// rerunWords says what came of trying again.
func rerunWords(r host.Rerun) string {
	if r.Again+r.Limit+r.Running == 0 {
		return "There was nothing to try again."
	}
	var out []string
	if r.Again > 0 {
		out = append(out, count(r.Again, "is", "are")+" tried again")
	}
	if r.Running > 0 {
		out = append(out, fmt.Sprintf("%d skipped: already running or done", r.Running))
	}
	if r.Limit > 0 {
		out = append(out, fmt.Sprintf("%d left: tried again %d times already, write to us about them", r.Limit, host.MaxReruns))
	}
	return strings.Join(out, ", ") + "."
}

func againWords(n int) string {
	if n == 1 {
		return "Try it again"
	}
	return fmt.Sprintf("Try the %d again", n)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// dates says what was ordered, and when it began and ended.
func (v ReportView) dates() string {
	words := packageName(v.Job.Package) + ", ordered " + v.day(v.Job.CreatedAt)
	if !v.CompletedAt.IsZero() {
		words += ", ended " + v.day(v.CompletedAt)
	}
	return words
}

// reach is where a business is and how it is reached, on one line.
func reach(b host.Business) string {
	a := b.Address
	place := join(", ", a.Street, a.Line2, a.City, strings.TrimSpace(a.Region+" "+a.PostalCode))
	site := ""
	if b.Website != "" {
		site = hostOf(b.Website)
	}
	return join(" · ", place, spokenPhone(b.Phone), site)
}

// spokenPhone is a number as people write it: "+1 512-555-0148".
func spokenPhone(e164 string) string {
	number, err := phonenumbers.Parse(e164, "")
	if err != nil {
		return e164
	}
	return phonenumbers.Format(number, phonenumbers.INTERNATIONAL)
}

func join(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), between)
}

// nextMonday is the day on which a week's figures are whole.
func nextMonday(now time.Time) time.Time {
	return now.AddDate(0, 0, 7-(int(now.Weekday())+6)%7)
}
