package capture

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// gone are elements that a saved page has no use for: they run, load or hold the page's state.
var gone = []atom.Atom{atom.Script, atom.Noscript, atom.Template, atom.Base, atom.Object, atom.Embed}

var addresses = []string{"href", "src", "action", "formaction", "poster", "cite", "data"}

var styleLoads = regexp.MustCompile(`(?i)url\([^)]*\)|@import[^;]*;?|expression\([^)]*\)`)

// HTML returns the source of the page at address without scripts, handlers, comments and private data. It is for people and for selectors; nothing
// in it runs or loads when it is opened.
func (s *Scrubber) HTML(source, address string) (string, error) {
	document, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return "", err
	}
	s.clean(document, hostOf(address))
	var out strings.Builder
	err = html.Render(&out, document)
	return out.String(), err
}

func (s *Scrubber) clean(n *html.Node, home string) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		switch {
		case child.Type == html.CommentNode, child.Type == html.ElementNode && (slices.Contains(gone, child.DataAtom) || runs(child)):
			n.RemoveChild(child)
		case child.Type == html.TextNode:
			switch n.DataAtom {
			case atom.Textarea:
				child.Data = ""
			case atom.Style:
				child.Data = styleLoads.ReplaceAllString(child.Data, "none")
			default:
				child.Data = s.text(child.Data, home)
			}
		default:
			s.attributes(child, home)
			s.clean(child, home)
		}
		child = next
	}
}

// runs reports whether an element of the head does something: a redirect, a policy, a preload.
func runs(n *html.Node) bool {
	return n.DataAtom == atom.Meta && (get(n, "http-equiv") != "" || secretive.MatchString(get(n, "name"))) ||
		n.DataAtom == atom.Link
}

func (s *Scrubber) attributes(n *html.Node, home string) {
	var kept []html.Attribute
	for _, a := range n.Attr {
		switch key := strings.ToLower(a.Key); {
		case strings.HasPrefix(key, "on"), key == "nonce", key == "integrity", key == "srcdoc", key == "srcset", key == "ping":
			continue
		case key == "src" || key == "poster" || key == "data" || n.DataAtom == atom.Image:
			continue // it would load
		case slices.Contains(addresses, key):
			if strings.Contains(strings.ToLower(a.Val), "script:") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "data:") {
				continue
			}
			a.Val = s.address(a.Val, home)
		case key == "style":
			a.Val = styleLoads.ReplaceAllString(a.Val, "none")
		case key == "value" && typed(n):
			continue
		case strings.HasPrefix(key, "data-") && (len(a.Val) > 80 || secretive.MatchString(strings.TrimPrefix(key, "data-"))):
			continue
		case key == "content" || key == "value" || key == "title" || key == "placeholder" || key == "alt" || strings.HasPrefix(key, "aria-") || strings.HasPrefix(key, "data-"):
			a.Val = s.text(a.Val, home)
		}
		kept = append(kept, a)
	}
	n.Attr = kept
}

// typed reports whether the value of an input is what somebody typed, or a token, rather than what the page says on it.
func typed(n *html.Node) bool {
	if n.DataAtom != atom.Input {
		return false
	}
	switch strings.ToLower(get(n, "type")) {
	case "submit", "button", "reset", "image", "radio", "checkbox":
		return false
	}
	return true
}

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if strings.EqualFold(a.Key, key) {
			return a.Val
		}
	}
	return ""
}
