package host

import "time"

// Figures are how the whole has been doing, for staff.
type Figures struct {
	Days        []DayFigures // the last 14, the oldest first, days of UTC without anything among them
	Directories []DirectoryFigures
	Load        Load
}

// DayFigures are those of one day.
type DayFigures struct {
	Day       time.Time
	Completed int // orders
	Outcomes  Outcomes
}

// DirectoryFigures are those of one directory over the last 30 days.
type DirectoryFigures struct {
	Slug, Name string
	Outcomes   Outcomes
	Typical    time.Duration // from the first claim to the outcome: half of the submissions took no longer
	Slow       time.Duration // and 95 of 100 took no longer than this
}

// Outcomes count submissions that came to an end in which Submit was pressed, or should have been.
type Outcomes struct {
	Taken   int // the directory has it
	Refused int // it said no
	Failed  int // the form could not be filled in or sent
	Unknown int // pressed, and nobody can tell
}

// Total is all of them.
func (o Outcomes) Total() int { return o.Taken + o.Refused + o.Failed + o.Unknown }

// Add returns the sum of both.
func (o Outcomes) Add(p Outcomes) Outcomes {
	return Outcomes{o.Taken + p.Taken, o.Refused + p.Refused, o.Failed + p.Failed, o.Unknown + p.Unknown}
}

// Load is what waits, and who works on it.
type Load struct {
	Orders       int           // announced, and not begun
	OldestOrder  time.Duration // how long the first of them has waited
	Waiting      int           // submissions that nobody works on
	UnderWay     int           // submissions that a worker holds
	Needs        int           // submissions that wait for a person
	OrderLatency time.Duration // from the announcement of an order to its beginning, half of those of 7 days took no longer
	Workers      int           // processes that make submissions
	Slots        int           // how many they can make at once
	Busy         int           // and how many they do make
	Paid, Done   int           // directories of the orders of the last 30 days, and how many of them are through
}
