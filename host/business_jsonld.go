package host

import (
	"bytes"
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// BusinessFromJSONLD reads a profile from schema.org JSON-LD: the first LocalBusiness (or subtype) in the document, else
// the first organisation; in an object, a list or a @graph, with references by @id followed. Notes name what was left out
// and why. The result is cleaned and validated as by [ParseBusiness], with the same errors.
func BusinessFromJSONLD(data []byte) (b Business, notes []string, err error) {
	if err := checkJSON(data); err != nil {
		return b, nil, err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber() // keeps "05401" and 30.0 as written
	var document any
	if err := d.Decode(&document); err != nil {
		return b, nil, Errorf(Invalid, "the profile cannot be read: %v", err)
	}
	graph := ldGraph{byID: map[string]ldNode{}}
	graph.collect(document, 0)
	node := graph.business()
	if node == nil {
		return b, nil, Problems{{
			Field:   "@type",
			Reason:  "names no business: the document has neither a LocalBusiness nor an Organization",
			Example: `{"@context": "https://schema.org", "@type": "Plumber", "name": "Example Plumbing"}`,
		}}.err()
	}
	r := ldReader{graph: graph, used: map[string]bool{}}
	b = r.business(node)
	r.noteUnused(node)
	b, err = b.Clean()
	return b, r.notes, err
}

// isJSONLD reports whether data has the keywords of JSON-LD at its top.
func isJSONLD(data []byte) bool {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		return len(list) > 0 && isJSONLD(list[0])
	}
	var top map[string]json.RawMessage
	if json.Unmarshal(data, &top) != nil {
		return false
	}
	return top["@context"] != nil || top["@type"] != nil || top["@graph"] != nil
}

// ldNode is an object of the document, its keys without the schema.org prefix.
type ldNode map[string]any

// ldGraph is all objects of a document in the order they stand in it.
type ldGraph struct {
	nodes []ldNode
	byID  map[string]ldNode
}

const maxLDDepth = 32

// collect replaces objects by nodes, in place, and remembers them.
func (g *ldGraph) collect(value any, depth int) any {
	if depth > maxLDDepth {
		return nil
	}
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = g.collect(v[i], depth+1)
		}
		return v
	case map[string]any:
		node := make(ldNode, len(v))
		g.nodes = append(g.nodes, node)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			node[ldName(key)] = g.collect(v[key], depth+1)
		}
		// A bare {"@id": ...} is a reference, not the thing itself.
		if id, ok := node["@id"].(string); ok && len(node) > 1 && g.byID[id] == nil {
			g.byID[id] = node
		}
		return node
	}
	return value
}

// ldName strips the prefixes that schema.org terms come with.
func ldName(s string) string {
	for _, prefix := range []string{"https://schema.org/", "http://schema.org/", "https://www.schema.org/", "http://www.schema.org/", "schema:"} {
		if name, ok := strings.CutPrefix(s, prefix); ok {
			return name
		}
	}
	return s
}

func (n ldNode) types() []string {
	var types []string
	for _, v := range ldList(n["@type"]) {
		if s, ok := v.(string); ok {
			types = append(types, ldName(s))
		}
	}
	return types
}

func (n ldNode) is(types ...string) bool {
	return slices.ContainsFunc(n.types(), func(t string) bool { return slices.Contains(types, t) })
}

// business picks the object the document is about.
func (g *ldGraph) business() ldNode {
	ranks := []func(string) bool{
		func(t string) bool { return localBusinesses[t] },
		func(t string) bool { return organizations[t] },
	}
	for _, wanted := range ranks {
		for _, n := range g.nodes {
			if n["name"] != nil && slices.ContainsFunc(n.types(), wanted) {
				return n
			}
		}
	}
	for _, n := range g.nodes { // a type of a later schema.org
		if n["name"] != nil && n["address"] != nil && len(n.types()) > 0 && !n.is("Person", "Place", "Event") {
			return n
		}
	}
	return nil
}

func (g *ldGraph) resolve(v any) any {
	if n, ok := v.(ldNode); ok && len(n) == 1 {
		if id, ok := n["@id"].(string); ok && g.byID[id] != nil {
			return g.byID[id]
		}
	}
	return v
}

func ldList(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	case ldNode:
		if list, ok := v["@list"].([]any); ok {
			return list
		}
	}
	return []any{v}
}

// ldReader reads properties of nodes and keeps account of what it could not use.
type ldReader struct {
	graph ldGraph
	used  map[string]bool
	notes []string
}

func (r *ldReader) note(s string) {
	if len(r.notes) < 100 && !slices.Contains(r.notes, s) {
		r.notes = append(r.notes, s)
	}
}

// values returns what the node has under the names, references followed.
func (r *ldReader) values(n ldNode, names ...string) []any {
	var out []any
	for _, name := range names {
		r.used[name] = true
		for _, v := range ldList(n[name]) {
			out = append(out, r.graph.resolve(v))
		}
	}
	return out
}

// nodes returns the objects among the values.
func (r *ldReader) nodes(n ldNode, names ...string) []ldNode {
	var out []ldNode
	for _, v := range r.values(n, names...) {
		if node, ok := v.(ldNode); ok {
			out = append(out, node)
		}
	}
	return out
}

// texts returns the values as text; an object stands for its value or name.
func (r *ldReader) texts(n ldNode, names ...string) []string {
	var out []string
	for _, v := range r.values(n, names...) {
		if s := ldText(v); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// text returns the first of texts. Further ones are translations or repetitions as a rule.
func (r *ldReader) text(n ldNode, names ...string) string {
	if texts := r.texts(n, names...); len(texts) > 0 {
		return texts[0]
	}
	return ""
}

func ldText(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(html.UnescapeString(v)) // sites escape for HTML out of habit
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case ldNode:
		for _, key := range []string{"@value", "name", "alternateName", "value"} {
			if _, nested := v[key].(ldNode); v[key] != nil && !nested {
				return ldText(v[key])
			}
		}
	case []any:
		if len(v) > 0 {
			if _, nested := v[0].([]any); !nested {
				return ldText(v[0])
			}
		}
	}
	return ""
}

// url returns an address from a text or from an object that has one.
func (r *ldReader) url(v any) string {
	if n, ok := v.(ldNode); ok {
		for _, key := range []string{"contentUrl", "url", "embedUrl", "@id"} {
			if s, ok := n[key].(string); ok && strings.Contains(s, "://") {
				return s
			}
		}
		return ""
	}
	return ldText(v)
}

// noteUnused names the properties nobody asked for.
func (r *ldReader) noteUnused(n ldNode) {
	for _, key := range slices.Sorted(maps.Keys(n)) {
		if !strings.HasPrefix(key, "@") && !r.used[key] {
			r.note(clip(key) + ": a profile has no place for it")
		}
	}
}
