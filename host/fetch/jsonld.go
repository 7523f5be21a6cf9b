package fetch

import (
	"bytes"
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// maxScripts bounds how many blocks of data a page is read for.
const maxScripts = 50

// JSONLD returns the JSON-LD of a page, pasted or read, as one document: its only block, or a list of all that are JSON; a text that is JSON already as it is.
// Nil says that there is none.
func (*Client) JSONLD(page []byte) []byte {
	if trimmed := bytes.TrimSpace(page); len(trimmed) > 0 && trimmed[0] != '<' && json.Valid(trimmed) {
		return trimmed
	}
	var blocks []json.RawMessage
	tokens := html.NewTokenizer(bytes.NewReader(page))
	tokens.SetMaxBuf(maxPage)
	inside := false
	for len(blocks) < maxScripts {
		switch tokens.Next() {
		case html.ErrorToken:
			return list(blocks)
		case html.StartTagToken:
			inside = isData(tokens)
		case html.TextToken:
			// Some sites wrap the data in a comment or CDATA, for browsers of long ago.
			text := bytes.TrimSpace(tokens.Raw())
			text = bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimPrefix(text, []byte("<!--")), []byte("-->")))
			text = bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimPrefix(text, []byte("//<![CDATA[")), []byte("//]]>")))
			if inside && json.Valid(text) {
				blocks = append(blocks, bytes.Clone(text))
			}
			inside = false
		default:
			inside = false
		}
	}
	return list(blocks)
}

func isData(tokens *html.Tokenizer) bool {
	name, more := tokens.TagName()
	if string(name) != "script" {
		return false
	}
	for more {
		var key, value []byte
		key, value, more = tokens.TagAttr()
		kind, _, _ := strings.Cut(string(value), ";")
		if string(key) == "type" && strings.EqualFold(strings.TrimSpace(kind), "application/ld+json") {
			return true
		}
	}
	return false
}

func list(blocks []json.RawMessage) []byte {
	switch len(blocks) {
	case 0:
		return nil
	case 1:
		return blocks[0]
	}
	data, _ := json.Marshal(blocks) // each is valid JSON
	return data
}
