package worker

import (
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

// The model check explores every interleaving of two workers on one submission, with crashes and pauses at every instant, leases that
// lapse at any time, and presses that arrive late, never, or without their answer being seen. What it executes are the decisions and the
// state machine of production; what it models is the row, the clock and the wire.

// bounds keep the state space finite.
const (
	modelClaims  = 7
	modelCrashes = 2
	modelLosses  = 1
)

// row is the submission as the database holds it.
type row struct {
	status  host.Status
	listing host.Listing
	fence   uint8
	holder  uint8 // number of the worker whose lease runs, from 1; 0 for nobody
	window  bool  // the press window of the last intent is open
	intents uint8
	refused uint8 // the intent whose refusal is kept
}

// place is where a worker stands.
type place uint8

const (
	idle     place = iota
	filling        // has claimed, pressed nothing
	cleared        // has looked the business up and not found it
	intended       // has committed an intent
	pressing       // has pressed and waits for the answer
	answered       // has seen the answer
	looking        // looks up right after an answer that proved nothing
	checking       // has claimed a submission whose intent stands
	checked        // has looked up what came of it
)

// actor is a worker.
type actor struct {
	at      place
	fence   uint8
	intent  uint8
	refused bool   // the answer it saw
	ruling  ruling // what its look-up came to
}

// world is one state of everything.
type world struct {
	row      row
	actors   [2]actor
	wire     [2]uint8 // presses of each worker that are under way
	accepted uint8    // submissions the directory has taken
	crashes  uint8
	losses   uint8
	refusals uint8
}

// rules are the decisions of production and the guarantees of the database, so that a mutant can break one of them.
type rules struct {
	found      func(host.Answer, host.Listing) ruling
	afterPress func(sight, host.Listing, bool) ruling
	afterLook  func(host.Answer, host.Listing) ruling
	reconcile  func(host.Answer, host.Listing, int, bool) ruling

	noFence      bool // an intent is committed without asking whether the worker's claim still stands
	noIntent     bool // Submit is pressed without a committed intent
	noWindow     bool // a submission may be claimed while its press window is open, and pressed after it
	sharedWindow bool // any open window will do for a press, also that of another worker's intent
	shortWindow  bool // the window closes while a press may still be under way
	blindRetry   bool // a submission with an intent is filled and pressed again
	blindRecord  bool // what came of an attempt is written without compare-and-swap
}

var production = rules{found: decideFound, afterPress: decideAfterPress, afterLook: decideAfterLook, reconcile: decideReconcile}

// site is what kind of directory the submission is for.
type site struct {
	lookup    bool // the adapter can look up
	moderated bool // what is accepted does not show, so that absence cannot be proven
	known     bool // has the business before we come; the look-up says so, where it is moderated as waiting for review
	refuses   bool // may refuse a press
}

// answers of a look-up at this moment.
func (s site) answer(accepted uint8) host.Answer {
	switch {
	case s.known:
		return host.AnswerYes
	case !s.lookup || s.moderated:
		return host.AnswerUnknown
	case accepted > 0:
		return host.AnswerYes
	}
	return host.AnswerNo
}

func (s site) shown() host.Listing {
	if s.moderated {
		return host.UnderReview
	}
	return host.Live
}

// explorer finds the successors of a world.
type explorer struct {
	rules rules
	site  site
	next  []world
}

func (e *explorer) add(w world) { e.next = append(e.next, w) }

func (e *explorer) successors(w world) []world {
	e.next = e.next[:0]
	e.surroundings(w)
	for i := range w.actors {
		e.actor(w, i)
	}
	return e.next
}

// surroundings are what happens without any worker: presses arrive or are lost, time passes, workers die.
func (e *explorer) surroundings(w world) {
	for i, n := range w.wire {
		if n == 0 {
			continue
		}
		taken := w
		taken.wire[i]--
		taken.accepted++
		if taken.actors[i].at == pressing {
			taken.actors[i].at, taken.actors[i].refused = answered, false
			e.add(taken)
			taken.actors[i].at = pressing // the answer is lost
		}
		e.add(taken)
		if e.site.refuses && w.refusals < 1 {
			refused := w
			refused.wire[i]--
			refused.refusals++
			if refused.actors[i].at == pressing {
				refused.actors[i].at, refused.actors[i].refused = answered, true
			}
			e.add(refused)
		}
		if w.losses < modelLosses {
			lost := w
			lost.wire[i]--
			lost.losses++
			e.add(lost)
		}
	}
	if w.row.window && (w.wire == [2]uint8{} || e.rules.shortWindow) {
		n := w
		n.row.window = false
		e.add(n)
	}
	if w.row.holder != 0 {
		n := w
		n.row.holder = 0
		e.add(n)
	}
	for i, a := range w.actors {
		if a.at != idle && w.crashes < modelCrashes {
			n := w
			n.actors[i] = actor{}
			n.crashes++
			e.add(n)
		}
	}
}

// holds reports whether a write of the actor would be let through.
func (e *explorer) holds(w world, i int) bool {
	return w.row.fence == w.actors[i].fence && w.row.holder == uint8(i)+1
}

// write ends the actor's claim with the ruling, if the database lets it.
func (e *explorer) write(w world, i int, from host.Status, r ruling) {
	n := w
	n.actors[i] = actor{}
	to := r.to
	if r.stands {
		to = from
	}
	legal := (host.Transition{From: from, To: to}).Check() == nil || r.stands
	if e.rules.blindRecord || legal && e.holds(w, i) && w.row.status == from {
		n.row.status, n.row.holder = to, 0
		if r.listing != "" {
			n.row.listing = r.listing
		}
		if r.stands && w.actors[i].refused {
			n.row.refused = w.actors[i].intent
		}
	}
	e.add(n)
}

// actor is what one worker may do next.
func (e *explorer) actor(w world, i int) {
	a := w.actors[i]
	switch a.at {
	case idle:
		e.claim(w, i)
	case filling:
		if r := e.rules.found(e.site.answer(w.accepted), e.site.shown()); r.to != "" {
			e.write(w, i, host.Filling, r)
			return
		}
		n := w
		n.actors[i].at = cleared
		e.add(n)
	case cleared:
		e.write(w, i, host.Filling, ruling{to: host.Failed})
		e.write(w, i, host.Filling, ruling{to: host.Admitted})
		e.intend(w, i)
	case intended:
		e.press(w, i)
	case pressing:
		e.write(w, i, host.Submitting, e.rules.afterPress(sawNothing, "", e.site.lookup))
	case answered:
		seen := sawTaken
		if a.refused {
			seen = sawRefusal
		}
		e.rule(w, i, e.rules.afterPress(seen, e.site.shown(), e.site.lookup))
		e.rule(w, i, e.rules.afterPress(sawNoProof, "", e.site.lookup))
	case looking:
		e.rule(w, i, e.rules.afterLook(e.site.answer(w.accepted), e.site.shown()))
	case checking:
		n := w
		n.actors[i].at = checked
		n.actors[i].ruling = e.rules.reconcile(e.site.answer(w.accepted), e.site.shown(), int(a.intent), a.refused)
		e.add(n)
		e.write(w, i, host.Submitting, ruling{stands: true}) // the site does not answer
	case checked:
		e.write(w, i, host.Submitting, a.ruling)
	}
}

// rule carries out a ruling on an answer.
func (e *explorer) rule(w world, i int, r ruling) {
	if !r.look {
		e.write(w, i, host.Submitting, r)
		return
	}
	w.actors[i].at = looking
	e.add(w)
}

func (e *explorer) claim(w world, i int) {
	if w.row.holder != 0 || !w.row.status.Claimable() || w.row.fence == modelClaims {
		return
	}
	if w.row.window && !e.rules.noWindow { // it is not due before
		return
	}
	n := w
	n.row.fence++
	n.row.holder = uint8(i) + 1
	if w.row.status == host.Admitted {
		n.row.status = host.Filling
	}
	n.actors[i] = actor{at: filling, fence: n.row.fence}
	if decideClaimed(n.row.status, 1) == reconcile {
		if e.rules.blindRetry {
			n.row.status = host.Filling
		} else {
			n.actors[i].at, n.actors[i].intent, n.actors[i].refused = checking, n.row.intents, n.row.refused == n.row.intents
		}
	}
	e.add(n)
}

func (e *explorer) intend(w world, i int) {
	n := w
	if e.rules.noIntent {
		n.actors[i].at = intended
		e.add(n)
		return
	}
	if !e.rules.noFence && (!e.holds(w, i) || w.row.status != host.Filling) {
		n.actors[i] = actor{}
		e.add(n)
		return
	}
	n.row.status, n.row.window = host.Submitting, true
	n.row.intents++
	n.actors[i].at, n.actors[i].intent = intended, n.row.intents
	e.add(n)
}

// press happens only while the worker's own clock says that the window of its own intent is open.
func (e *explorer) press(w world, i int) {
	n := w
	own := w.row.window && (w.row.intents == w.actors[i].intent || e.rules.sharedWindow)
	if own || e.rules.noWindow || e.rules.noIntent {
		n.wire[i]++
		n.actors[i].at = pressing
	} else {
		n.actors[i] = actor{}
	}
	e.add(n)
}

// verdicts of an exploration.
type report struct {
	states      int
	twice       int // states in which the directory has taken the business more than once
	falseLive   int // recorded as taken, and it never was
	falseEnd    int // recorded as not pressed or refused, and it was taken or still may be
	neverSettle int // states from which no settled one can be reached
}

func (r report) clean() bool { return r.twice+r.falseLive+r.falseEnd+r.neverSettle == 0 }

// explore visits every world that can come about, or stops at the first that breaks a promise.
func explore(r rules, s site, stopAtFirst bool) report {
	e := &explorer{rules: r, site: s}
	start := world{row: row{status: host.Admitted, listing: host.NoListing}}
	if s.known {
		start.accepted = 1
	}
	index := map[world]int{start: 0}
	worlds := []world{start}
	var before [][]int // predecessors
	before = append(before, nil)
	var out report
	for at := 0; at < len(worlds); at++ {
		w := worlds[at]
		out.judge(w, s)
		if stopAtFirst && !out.clean() {
			return out
		}
		if w.accepted > 1 {
			continue
		}
		for _, n := range e.successors(w) {
			to, known := index[n]
			if !known {
				to = len(worlds)
				index[n] = to
				worlds = append(worlds, n)
				before = append(before, nil)
			}
			before[to] = append(before[to], at)
		}
	}
	out.states = len(worlds)
	out.neverSettle = unsettled(worlds, before)
	return out
}

func (r *report) judge(w world, s site) {
	underWay := w.wire != [2]uint8{}
	if w.accepted > 1 {
		r.twice++
	}
	switch w.row.status {
	case host.Submitted:
		taken := w.row.listing == host.Live || w.row.listing == host.UnderReview
		if taken && w.accepted == 0 {
			r.falseLive++
		}
		if w.row.listing == host.Rejected && (w.accepted > 0 || underWay) {
			r.falseEnd++
		}
	case host.Failed, host.NeedsAttention:
		if w.accepted > 0 || underWay {
			r.falseEnd++
		}
	case host.Skipped:
		if w.accepted == 0 || s.moderated && w.row.listing == host.Duplicate {
			r.falseLive++
		}
	}
}

// claimsToSettle is how many claims are enough to settle a submission when nothing more goes wrong: one that finds that the last press came
// to nothing, and one that fills the form again.
const claimsToSettle = 2

// unsettled counts the worlds from which the submission can never settle, although the bound leaves claims enough.
func unsettled(worlds []world, before [][]int) int {
	reached := make([]bool, len(worlds))
	var queue []int
	for i, w := range worlds {
		if w.row.status.Settled() || w.accepted > 1 {
			reached[i] = true
			queue = append(queue, i)
		}
	}
	for len(queue) > 0 {
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, from := range before[at] {
			if !reached[from] {
				reached[from] = true
				queue = append(queue, from)
			}
		}
	}
	n := 0
	for i, ok := range reached {
		if !ok && worlds[i].row.fence <= modelClaims-claimsToSettle {
			n++
		}
	}
	return n
}

// sites are in the order of how much there is to explore.
var sites = []struct {
	name string
	site site
}{
	{"no look-up", site{}},
	{"no look-up, refuses", site{refuses: true}},
	{"moderated", site{lookup: true, moderated: true}},
	{"moderated, refuses", site{lookup: true, moderated: true, refuses: true}},
	{"known", site{lookup: true, known: true}},
	{"moderated, known", site{lookup: true, moderated: true, known: true}},
	{"look-up", site{lookup: true}},
	{"look-up, refuses", site{lookup: true, refuses: true}},
}

func TestModel(t *testing.T) {
	for _, s := range sites {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			r := explore(production, s.site, false)
			t.Logf("%+v", r)
			if !r.clean() {
				t.Errorf("violated: %+v", r)
			}
			if r.states < 1000 && !s.site.known { // there the first look-up ends it
				t.Errorf("%d states: the model does not go anywhere", r.states)
			}
		})
	}
}

// TestModelCatchesMutants breaks one rule at a time: a check that no mutant fails would prove nothing.
func TestModelCatchesMutants(t *testing.T) {
	mutants := map[string]func(*rules){
		"no fence":                           func(r *rules) { r.noFence = true },
		"no intent row":                      func(r *rules) { r.noIntent = true },
		"no press window":                    func(r *rules) { r.noWindow = true },
		"window not bound to its intent":     func(r *rules) { r.sharedWindow = true },
		"press window shorter than the wire": func(r *rules) { r.shortWindow = true },
		"blind retry":                        func(r *rules) { r.blindRetry = true },
		"record without compare-and-swap":    func(r *rules) { r.blindRecord = true },
		"unknown taken for absent": func(r *rules) {
			r.reconcile = func(listed host.Answer, l host.Listing, intents int, refused bool) ruling {
				if listed == host.AnswerUnknown {
					listed = host.AnswerNo
				}
				return decideReconcile(listed, l, intents, refused)
			}
		},
		"no answer taken for a refusal": func(r *rules) {
			r.afterPress = func(s sight, l host.Listing, can bool) ruling {
				if s == sawNothing {
					return ruling{to: host.Admitted}
				}
				return decideAfterPress(s, l, can)
			}
		},
		"what waits for review counts as listed": func(r *rules) {
			r.found = func(listed host.Answer, _ host.Listing) ruling { return decideFound(listed, host.Live) }
		},
		"a refusal of a duplicate counts as a listing": func(r *rules) {
			r.afterPress = func(s sight, l host.Listing, can bool) ruling {
				if s == sawRefusal {
					return ruling{to: host.Submitted, listing: host.Live}
				}
				return decideAfterPress(s, l, can)
			}
		},
		"an answer without proof counts": func(r *rules) {
			r.afterPress = func(s sight, l host.Listing, can bool) ruling {
				if s == sawNoProof {
					return ruling{to: host.Submitted, listing: host.Live}
				}
				return decideAfterPress(s, l, can)
			}
		},
	}
	for name, mutate := range mutants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range sites {
				mutant := production
				mutate(&mutant)
				if r := explore(mutant, s.site, true); !r.clean() {
					return
				}
			}
			t.Error("the model check did not notice")
		})
	}
}
