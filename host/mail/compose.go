package mail

import (
	"fmt"
	"html/template"
	"net/mail"
	"regexp"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"github.com/directorybolt/directorybolt/host"
)

// compose makes the message: the text as it is, and the same in HTML for readers who like links to be clickable.
func (s *Sender) compose(m host.QueuedMail) (*gomail.Msg, error) {
	to, err := mail.ParseAddress(m.To)
	if err != nil {
		return nil, fmt.Errorf("the recipient is no address: %w", err)
	}
	html, err := htmlOf(m.Body)
	if err != nil {
		return nil, err
	}
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	message.FromMailAddress(s.from)
	message.ToMailAddress(&mail.Address{Address: to.Address})
	message.Subject(oneLine(m.Subject))
	message.SetDateWithValue(m.CreatedAt)
	_, domain, _ := strings.Cut(s.from.Address, "@")
	message.SetMessageIDWithValue(fmt.Sprintf("mail-%d-%d@%s", m.ID, m.CreatedAt.Unix(), domain))
	message.SetGenHeader("Auto-Submitted", "auto-generated") // no answering machine answers
	message.SetBodyString(gomail.TypeTextPlain, m.Body)
	message.AddAlternativeString(gomail.TypeTextHTML, html)
	return message, nil
}

// oneLine leaves nothing in a subject that could end its line and begin another header.
func oneLine(subject string) string {
	return strings.Join(strings.FieldsFunc(subject, func(r rune) bool { return r == ' ' || r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 }), " ")
}

// piece is a stretch of text, a link where it is an address.
type piece struct{ Text, Link string }

var (
	addresses = regexp.MustCompile(`https?://[^\s<>"]+`)
	markup    = template.Must(template.New("mail").Parse(`<!DOCTYPE html>
<html lang="en"><body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36em; margin: 0 auto; padding: 1em">
{{range .}}<p>{{range .}}{{if .Link}}<a href="{{.Link}}">{{.Text}}</a>{{else if eq .Text "\n"}}<br>
{{else}}{{.Text}}{{end}}{{end}}</p>
{{end}}</body></html>
`))
)

// htmlOf shows a plain text: a blank line parts paragraphs, and addresses are links.
func htmlOf(text string) (string, error) {
	var paragraphs [][]piece
	for paragraph := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if paragraph = strings.Trim(paragraph, "\n"); paragraph != "" {
			paragraphs = append(paragraphs, piecesOf(paragraph))
		}
	}
	var out strings.Builder
	if err := markup.Execute(&out, paragraphs); err != nil {
		return "", err
	}
	return out.String(), nil
}

func piecesOf(paragraph string) []piece {
	var pieces []piece
	for i, line := range strings.Split(paragraph, "\n") {
		if i > 0 {
			pieces = append(pieces, piece{Text: "\n"})
		}
		rest := line
		for _, at := range addresses.FindAllStringIndex(line, -1) {
			// A full stop after an address ends the sentence.
			address := strings.TrimRight(line[at[0]:at[1]], ".,;:!?)")
			pieces = append(pieces, piece{Text: line[len(line)-len(rest) : at[0]]}, piece{Text: address, Link: address})
			rest = line[at[0]+len(address):]
		}
		pieces = append(pieces, piece{Text: rest})
	}
	return pieces
}
