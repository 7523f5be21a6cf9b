package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/directorybolt/directorybolt/plugins/generic/mapper"
	"github.com/directorybolt/directorybolt/sdk"
)

// said is what a page says to a business, sentence by sentence. Pages repeat what they were given, so the business's own words are no words of the
// directory: a name like "In Review Media" or a description that says "we will review your policy" proves nothing.
type said struct {
	page      *sdk.Page
	sentences []string // folded, as they stand on the page
	lower     []string // the same in lower case, own words still in them
	all       string   // lower in one: most phrases are not there
	names     []string // names of one word, as they are written
	own       []string // other values of the business, in lower case, longest first
	long      []string // texts of which a page may show a part, in lower case
}

func read(p *sdk.Page, b *sdk.Business) *said {
	s := &said{page: p}
	if p == nil {
		return s
	}
	s.add(p.Text)
	for _, e := range p.Errors {
		s.add(e.Text)
	}
	for _, d := range p.Dialogs {
		s.add(d)
	}
	for _, h := range p.Headings {
		s.add(h)
	}
	s.add(p.Title)
	s.all = strings.Join(s.lower, "\n")
	for _, text := range []string{b.Description, b.DescriptionShort, b.Tagline} {
		if text = fold(text); text != "" {
			s.long = append(s.long, strings.ToLower(text))
		}
		for _, one := range sentencesOf(text) {
			s.owned(one)
		}
	}
	for _, list := range [][]string{{b.Name, b.LegalName, b.Tagline, b.ServiceArea, b.Contact.Name, b.Address.Street, b.Address.City}, b.Services, b.Tags, b.Categories} {
		for _, one := range list {
			s.owned(fold(one))
		}
	}
	for _, one := range []string{b.Name, b.LegalName} {
		if one = fold(one); one != "" && !strings.Contains(one, " ") {
			s.names = append(s.names, one)
		}
	}
	return s
}

func (s *said) add(text string) {
	for _, one := range sentencesOf(text) {
		s.sentences = append(s.sentences, one)
		s.lower = append(s.lower, strings.ToLower(one))
	}
}

// owned notes a value of several words. A single word, "live", is too common to be taken out of what a directory says.
func (s *said) owned(value string) {
	if !strings.Contains(value, " ") {
		return
	}
	value = strings.ToLower(strings.TrimRight(value, " .!?…"))
	i := 0
	for i < len(s.own) && len(s.own[i]) > len(value) {
		i++
	}
	s.own = append(s.own[:i], append([]string{value}, s.own[i:]...)...)
}

// theirs returns a sentence in lower case without the business's own words.
func (s *said) theirs(sentence string) string {
	for _, name := range s.names {
		sentence = without(sentence, name)
	}
	lower := strings.ToLower(sentence)
	if whole := strings.TrimRight(lower, " .…"); strings.Contains(whole, " ") {
		for _, text := range s.long {
			if strings.Contains(text, whole) {
				return ""
			}
		}
	}
	for _, value := range s.own {
		lower = without(lower, value)
	}
	if cut := strings.TrimRight(lower, " .…"); strings.HasSuffix(lower, "…") || strings.HasSuffix(lower, "...") { // "About us: we will review your pol…"
		for i := range cut {
			if (i == 0 || cut[i-1] == ' ') && strings.Contains(cut[i:], " ") && s.shown(cut[i:]) {
				return cut[:i]
			}
		}
	}
	return lower
}

func (s *said) shown(part string) bool {
	for _, text := range s.long {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// without puts a mark in the place of a value wherever it stands as words.
func without(text, value string) string {
	for from := 0; ; {
		i := strings.Index(text[from:], value)
		if i < 0 {
			return text
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(value):])
		if letter(before) || letter(after) {
			from = i + len(value)
			continue
		}
		text = text[:i] + "|" + text[i+len(value):]
		from = i + 1
	}
}

func letter(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// find returns the sentence in which the directory says one of the phrases, verbatim.
func (s *said) find(lists ...[]string) string {
	return s.where(nil, lists...)
}

// where is find among the sentences for which good, given their words in lower case, holds.
func (s *said) where(good func(lower string) bool, lists ...[]string) string {
	for _, list := range lists {
		for _, phrase := range list {
			want := strings.ToLower(fold(phrase))
			if want == "" {
				continue
			}
			for i, lower := range s.having(want) {
				if !strings.Contains(lower, want) {
					continue
				}
				if theirs := s.theirs(s.sentences[i]); strings.Contains(theirs, want) && (good == nil || good(theirs)) {
					return s.sentences[i]
				}
			}
			if good == nil && len(sentencesOf(phrase)) > 1 { // a directory's own phrase may be longer than a sentence
				if quote := s.page.Find(phrase); quote != "" {
					return quote
				}
			}
		}
	}
	return ""
}

// having returns the sentences among which some have the words, none if no sentence has.
func (s *said) having(words string) []string {
	if !strings.Contains(s.all, words) {
		return nil
	}
	return s.lower
}

// review returns the sentence that says this submission waits for review.
func (s *said) review(configured []string) string {
	if quote := s.find(configured); quote != "" {
		return quote
	}
	return s.where(func(lower string) bool { return says(lower, oursPhrases) && !says(lower, everyones) }, reviewPhrases)
}

// duplicate returns the sentence that says the business was listed before. Questions ("Already listed? Sign in.") are put to everyone, and an address or
// number that has an account is not a business that is listed.
func (s *said) duplicate(configured []string) string {
	if quote := s.find(configured); quote != "" {
		return quote
	}
	return s.where(ofListing, duplicatePhrases)
}

func ofListing(lower string) bool {
	key := " " + mapper.Key(lower) + " "
	for _, w := range accountWords {
		if strings.Contains(key, " "+w) {
			return false
		}
	}
	return !strings.HasSuffix(strings.TrimSpace(lower), "?")
}

func says(lower string, phrases []string) bool {
	for _, p := range phrases {
		if strings.Contains(lower, p) {
			return true
		}
	}
	return false
}

// sentencesOf splits a text at line ends and after marks that end a sentence, as quotes are.
func sentencesOf(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		line = fold(line)
		from := 0
		for i := 0; i+1 < len(line); i++ {
			if strings.IndexByte(".!?", line[i]) >= 0 && line[i+1] == ' ' {
				all = append(all, line[from:i+1])
				from = i + 2
			}
		}
		if from < len(line) {
			all = append(all, line[from:])
		}
	}
	return all
}
