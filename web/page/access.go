package page

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/host"
)

// counted is a number of things: "1 account", "2 accounts".
func counted(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}

func identityWords(i host.Identity) string {
	switch i.Role {
	case host.RoleCustomer:
		return i.Company
	case host.RoleStaff:
		return "Staff of DirectoryBolt"
	}
	return "Contributor of adapters"
}

func mailID(m host.QueuedMail) string { return fmt.Sprintf("mail-%d", m.ID) }

type textPiece struct {
	text string
	link bool
}

var addresses = regexp.MustCompile(`https?://[^\s<>"]+`)

// pieces divides a text into its addresses and what is between them.
func pieces(body string) []textPiece {
	var out []textPiece
	rest := body
	for _, at := range addresses.FindAllStringIndex(body, -1) {
		address := strings.TrimRight(body[at[0]:at[1]], ".,;:!?)") // a full stop after an address ends the sentence
		out = append(out, textPiece{body[len(body)-len(rest) : at[0]], false}, textPiece{address, true})
		rest = body[at[0]+len(address):]
	}
	return append(out, textPiece{rest, false})
}

// browsers and systems by what their User-Agent says, the telling ones first: most browsers claim to be several.
var (
	browsers = []struct{ sign, words string }{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systems = []struct{ sign, words string }{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Mac OS X", "Mac"}, {"Linux", "Linux"},
	}
)

// browserWords says which browser it is, for somebody who has to recognise their own.
func browserWords(userAgent string) string {
	browser, system := "", ""
	for _, b := range browsers {
		if strings.Contains(userAgent, b.sign) {
			browser = b.words
			break
		}
	}
	for _, s := range systems {
		if strings.Contains(userAgent, s.sign) {
			system = s.words
			break
		}
	}
	switch {
	case browser == "" && system == "":
		return "A browser we do not know"
	case browser == "":
		return "A browser on " + system
	case system == "":
		return browser
	}
	return browser + " on " + system
}
