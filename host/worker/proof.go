package worker

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// finding is what verify or lookup came to, as far as the host could confirm it. The zero finding knows nothing.
type finding struct {
	verdict sdk.Verdict
	trouble string // why a verdict was not believed, or the adapter's failure; for staff
}

func (f finding) answer() host.Answer {
	if f.verdict.Answer == "" {
		return host.AnswerUnknown
	}
	return host.Answer(f.verdict.Answer)
}

// listing is what the directory shows if it has the business. One that it has had before is as live as any other.
func (f finding) listing() host.Listing {
	if f.verdict.Listing == sdk.ListingUnderReview {
		return host.UnderReview
	}
	return host.Live
}

func (f finding) duplicate() bool { return f.verdict.Listing == sdk.ListingDuplicate }

// sight reads the finding as that of verify.
func (f finding) sight() sight {
	switch f.answer() {
	case host.AnswerYes:
		return sawTaken
	case host.AnswerNo:
		return sawRefusal
	}
	return sawNoProof
}

func (f finding) hostVerdict() host.Verdict {
	return host.Verdict{Answer: f.answer(), Quote: f.verdict.Quote, Reference: f.verdict.Reference}
}

// verify asks the adapter what the answer page says of the submission.
func (a *Attempt) verify(ctx context.Context, page *sdk.Page) (finding, error) {
	return a.inquire(ctx, sdk.OpVerify, page)
}

// lookUp asks the adapter whether the directory has the business.
func (a *Attempt) lookUp(ctx context.Context) (finding, error) {
	a.watch(Moment{What: "look_up"})
	page, err := a.open(ctx)
	if err != nil {
		return finding{}, err
	}
	return a.inquire(ctx, sdk.OpLookup, page)
}

// inquire has the adapter look until it gives a verdict, and believes only what the host has seen itself. An error means that the session
// or the journal failed; an adapter that fails, parks or does not come to a verdict has found out nothing.
func (a *Attempt) inquire(ctx context.Context, op sdk.Op, page *sdk.Page) (finding, error) {
	t := a.talk(op)
	for range maxTurns {
		move, err := t.ask(ctx, page)
		var f *fault
		if errors.As(err, &f) {
			a.visit = host.VisitFailed
			return finding{trouble: f.text}, nil
		}
		if err != nil {
			return finding{}, err
		}
		switch move.Kind {
		case sdk.MoveVerdict:
			found, err := a.confirm(ctx, t, *move.Verdict)
			a.watch(Moment{What: op.String(), Page: page.URL, Verdict: &found.verdict})
			return found, err
		case sdk.MoveDo:
			if _, err := t.run(ctx, move.Steps); err != nil {
				return finding{}, err
			}
		default:
			return finding{trouble: "the adapter's " + op.String() + " asks for a person: " + move.Park.Message}, nil
		}
		if page, err = a.Session.Observe(ctx); err != nil {
			return finding{}, err
		}
	}
	return finding{trouble: "the adapter's " + op.String() + " came to no verdict"}, nil
}

// confirm checks what a verdict claims: that its quote stands on a page that was observed and is no echo of what the page was told, and that
// its listing shows the business.
func (a *Attempt) confirm(ctx context.Context, t *talk, v sdk.Verdict) (finding, error) {
	doubt := func(why string) (finding, error) { return finding{trouble: why}, nil }
	if v.Answer == sdk.AnswerUnknown {
		return finding{verdict: v}, nil
	}
	if !slices.ContainsFunc(t.pages, func(p *sdk.Page) bool { return p.Says(v.Quote) }) {
		return doubt("the quote of the verdict is on no observed page")
	}
	live := v.Answer == sdk.AnswerYes && v.Listing != sdk.ListingUnderReview && v.Listing != sdk.ListingDuplicate
	if !live && echoes(v.Quote, t.told()) { // the name alone will do for a listing that is opened
		return doubt("the quote of the verdict only repeats what the page was told: " + v.Quote)
	}
	if v.Answer == sdk.AnswerNo || v.Listing == sdk.ListingUnderReview {
		return finding{verdict: v}, nil
	}
	if v.ListingURL == "" {
		return doubt("a listing was claimed without its address: " + v.Quote)
	}
	if why := a.noListing(v.ListingURL, t.pages); why != "" {
		return doubt("the address is not that of a listing, for " + why + ": " + v.ListingURL)
	}
	err := a.Session.Goto(ctx, v.ListingURL)
	if host.KindOf(err) == host.Denied {
		return doubt("the address of the listing is not on the directory's hosts: " + v.ListingURL)
	}
	if err != nil {
		return finding{}, err
	}
	page, err := a.Session.Observe(ctx)
	if err != nil {
		return finding{}, err
	}
	a.watch(Moment{What: "listing", Page: page.URL})
	if why := a.noListing(page.URL, t.pages); why != "" {
		return doubt("the listing leads to another page, and " + why + ": " + page.URL)
	}
	if page.Status >= 400 || !a.shows(page) {
		return doubt("the listing does not show the business: " + v.ListingURL)
	}
	if err := a.picture(ctx, "listing"); err != nil {
		return finding{}, err
	}
	a.Journal.Evidence(ctx, "listing", "text/plain; charset=utf-8", page.URL, []byte(page.Text))
	return finding{verdict: v}, a.Journal.Keep(ctx)
}

// told is everything that the pages of the talk may repeat because we have told it to the directory.
func (t *talk) told() []string {
	b := t.attempt.Business
	all := append([]string{b.Name, b.LegalName, b.Tagline, b.Description, b.DescriptionShort}, t.typed...)
	for _, s := range t.attempt.sent {
		all = append(all, s.Value)
	}
	return all
}

// echoes reports whether a quote holds no words but those that were told.
func echoes(quote string, told []string) bool {
	const cut = " | "
	phrases := make([]string, 0, len(told))
	for _, s := range told {
		if w := words(s); w != "  " {
			phrases = append(phrases, w)
		}
	}
	slices.SortFunc(phrases, func(a, b string) int { return len(b) - len(a) })
	rest := words(quote)
	for _, w := range phrases {
		for strings.Contains(rest, w) {
			rest = strings.Replace(rest, w, cut, 1)
		}
	}
	for part := range strings.SplitSeq(rest, "|") {
		part = strings.TrimSpace(part)
		if part != "" && !slices.ContainsFunc(phrases, func(w string) bool { return strings.Contains(w, " "+part+" ") }) {
			return false
		}
	}
	return true
}
