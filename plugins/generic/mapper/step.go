package mapper

import (
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// Words with which pages count their steps: "Step 2 of 3", "Schritt 2 von 3", "Étape 2 sur 3".
var (
	stepNouns = split("step,page,part,stage,schritt,seite,teil,etape,partie,paso,pagina,parte,passo,etapa,fase,passaggio,stap,deel")
	stepOf    = split("of,out of,von,sur,de,di,van")
)

// position returns which step of how many a page says it is. It is not ok where the page does not say, or says different things: a list of all steps
// tells nothing about where one is.
func position(page *sdk.Page, form string) (n, total int, ok bool) {
	said := func(text string) bool {
		a, b, found := positionIn(text)
		switch {
		case !found:
		case n == 0:
			n, total = a, b
		case a != n || b != total:
			return false
		}
		return true
	}
	for _, text := range placesOf(page, form) {
		if !said(text) {
			return 0, 0, false
		}
	}
	return n, total, n > 0
}

// placesOf returns the texts in which a page may say where in the form one is: titles of the form and its parts, headings, and lines of their own.
func placesOf(page *sdk.Page, form string) []string {
	texts := append([]string{page.Title}, page.Headings...)
	for i := range page.Forms {
		if page.Forms[i].Ref == form {
			texts = append(texts, page.Forms[i].Label)
		}
	}
	for i := range page.Buttons {
		if page.Buttons[i].Form == form {
			texts = append(texts, page.Buttons[i].Section)
		}
	}
	for line := range strings.Lines(page.Text) {
		if len(line) <= 60 {
			texts = append(texts, line)
		}
	}
	return texts
}

// positionIn reads "Step 2 of 3" anywhere in a text, and "2 of 3" or "2/3" where the text says nothing else.
func positionIn(text string) (n, total int, ok bool) {
	if !strings.ContainsAny(text, "123456789") {
		return 0, 0, false
	}
	w := words(text)
	for i := range w {
		a, err := strconv.Atoi(w[i])
		if err != nil {
			continue
		}
		rest := w[i+1:]
		between := i+1 < len(w) && slashed(text, w[i], w[i+1])
		for _, of := range stepOf {
			if begins(rest, of) {
				rest, between = rest[strings.Count(of, " ")+1:], true
				break
			}
		}
		if !between || len(rest) == 0 {
			continue
		}
		b, err := strconv.Atoi(rest[0])
		if err != nil || a < 1 || a > b || b > 12 {
			continue
		}
		if i > 0 && contains(stepNouns, w[i-1]) || i == 0 && len(rest) == 1 {
			return a, b, true
		}
	}
	return 0, 0, false
}

// slashed reports whether two numbers are written with a slash between them, and no third: "2/3" or "2 / 3", but not a date.
func slashed(text, a, b string) bool {
	tight := strings.Join(strings.Fields(text), "")
	return strings.Contains(tight, a+"/"+b) && strings.Count(tight, "/") == 1
}
