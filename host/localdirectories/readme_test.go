package localdirectories

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite README.md")

// The README lists every directory; those who write adapters go by it.
func TestReadmeListsEveryDirectory(t *testing.T) {
	want := readme()
	if *update {
		if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Fatal("README.md is out of date: run go test ./host/localdirectories -run Readme -update")
	}
}

func readme() string {
	var b strings.Builder
	b.WriteString(`# Local directories

Small directories on one listener, each under its own host name, that behave as directories do in the wild. Every one has
its own storage and says what it received. This page is written by ` + "`go test ./host/localdirectories -run Readme -update`" + `.

    go run ./host/cmd/localdirectories --listen 127.0.0.1:7071 --data /tmp/local --reset

Then open http://localhost:7071/ for the list, or http://NAME.localhost:7071/ for one of them.

The React form is react/app.jsx; react/build.sh bundles it into react/app.js, which is committed. To make a directory slow: --slow SLUG=STORE/ANSWER, the time before the
listing is stored and the time before the answer (Config.Delays in Go).

## On every directory
| path | what |
|---|---|
| ` + "`GET /`" + ` | home page with the newest listings |
| ` + "`GET /search?q=`" + ` | finds live listings by words of name, category, city or website, or by phone however written |
| ` + "`GET` add page" + ` | the form; path in the table below |
| ` + "`GET` listing page" + ` | name, phone, website, address, category; 404 until it is public. Path is the prefix below and the number, on some with the name: ` + "`/biz/1001-acme`" + ` |
| ` + "`GET /_account.json`" + ` | what this directory received |
| ` + "`POST /_approve`" + ` | publishes what is under review |

## On the bare host name
` + "`GET /_account.json`" + ` all accounts · ` + "`POST /_seed`" + ` a JSON object of values (at least name and phone; also website, address, city, category) that the kinds
existing and duplicate then know · ` + "`POST /_approve`" + ` · ` + "`POST /_reset`" + ` forgets everything, seeds too. The last three answer 204.

An account: slug, kind, start, search, expect {status, listing, reason, why} as job_results has them, presses (submits of the real form that
reached the server), accepted, refused, dropped (thanked for and thrown away), newsletter_signups, honeypot_hits, listings [{id, url, state, values,
uploads, press}], seeded, uploads [{field, name, size, sha256}], received [{press, at, name, phone, outcome, why}], one for each press; outcome is empty while the directory
works on it. Values are keyed by meaning: name phone fax email website street line2 city region postal country address (one line) category subcategory description tagline contact
contact_email tags hours price_range payments amenities year employees facebook area terms plan.

## Answers
redirect: 303 to the listing page, which says that it is live. link: a page of thanks that says the listing is live, with a link. bare: thanks and nothing else; the search finds the listing. A refused form comes back with status 422,
what was entered, a message at the top and one beside each field (role=alert).

## Kinds
| kind | behaviour | a correct client ends with |
|---|---|---|
`)
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[name]
		end := k.expect.Status + ", listing " + k.expect.Listing
		if k.expect.Reason != "" {
			end += ", reason " + k.expect.Reason
		}
		fmt.Fprintf(&b, "| %s | %s | %s: %s |\n", name, k.about, end, k.expect.Why)
	}
	fmt.Fprintf(&b, "\n## The %d directories\nFields as label (meaning, type, * if required).\n", len(sites))
	for i := range sites {
		s := &sites[i]
		answer := s.Answer
		if kinds[s.Kind].state == "pending" {
			answer = "under review"
		}
		fmt.Fprintf(&b, "\n### %s.localhost — %s\n%s · %s · form `%s` · listings `%s` · answer %s · button “%s”", s.Slug, s.Name, s.Kind, s.Lang, s.Add, s.Listing, answer, s.Button)
		if s.Rule != "" {
			fmt.Fprintf(&b, " · rule %s: “%s”", s.Rule, rules[s.Rule].message)
		}
		if s.Token {
			b.WriteString(" · form token")
		}
		b.WriteString("\n\n")
		for n, f := range s.Fields {
			if n > 0 {
				b.WriteString(" · ")
			}
			star := ""
			if f.Required {
				star = "*"
			}
			fmt.Fprintf(&b, "%s%s (%s, %s)", f.Label, star, f.Is, f.Type)
			if f.Step > 0 {
				fmt.Fprintf(&b, " page %d", f.Step)
			}
			if f.When != "" {
				fmt.Fprintf(&b, " when %s", f.When)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
