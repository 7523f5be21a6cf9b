package page

import "github.com/directorybolt/directorybolt/host"

// exampleCounts is the invented order that the first page shows.
var exampleCounts = host.Counts{
	host.ShareLive: 61, host.ShareInReview: 22, host.ShareNeedsYou: 2, host.ShareFailed: 3, host.ShareSkipped: 1, host.ShareToDo: 11,
}

// sampleRow is a directory of the sample report. None of them exists.
type sampleRow struct {
	name, site string
	authority  int
	standing   host.Standing
	note       string
	on         string
}

var sampleRows = []sampleRow{
	{"The Guided Guide", "guidedguide.example", 81, host.StandingLive, "“Your listing is published.”", "3 Mar"},
	{"TradeFinder", "tradefinder.example", 81, host.StandingInReview, "Approves within 2 to 5 days", "3 Mar"},
	{"OpenPages", "openpages.example", 79, host.StandingNeedsYou, "A code was sent to your phone", "4 Mar"},
	{"State by State", "statebystate.example", 77, host.StandingLive, "“Thank you, your entry is online.”", "3 Mar"},
	{"Valley Chamber", "valleychamber.example", 71, host.StandingQueued, "", "4 Mar"},
	{"County Roads", "countyroads.example", 69, host.StandingLive, "Was listed already; its details are right", "3 Mar"},
	{"Nearly", "nearly.example", 67, host.StandingLive, "“Listing live.”", "3 Mar"},
	{"Yellow Attic", "yellowattic.example", 65, host.StandingFailed, "The form has changed. We mend it and try again; nothing for you to do", "4 Mar"},
	{"Main Street List", "mainstreetlist.example", 64, host.StandingLive, "“Your business has been added.”", "4 Mar"},
	{"Tagtown", "tagtown.example", 60, host.StandingSkipped, "Lists restaurants only", "4 Mar"},
}

// finished is the row at the end of the order: what was waiting has been decided.
func (r sampleRow) finished() sampleRow {
	switch r.standing {
	case host.StandingInReview, host.StandingQueued, host.StandingNeedsYou:
		r.standing, r.note, r.on = host.StandingLive, "“Your entry is online.”", "7 Mar"
	}
	return r
}

var sampleCounts = host.Counts{host.ShareLive: 8, host.ShareFailed: 1, host.ShareSkipped: 1}
