package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/directorybolt/directorybolt/web/page"
)

// ownServices is the tag of what is not for customers' keys, and not on the page.
const ownServices = "Our own services"

// developers shows the API's document to people.
func (s site) developers() http.HandlerFunc {
	groups, schemas := readDocument(openAPI)
	return func(w http.ResponseWriter, r *http.Request) {
		f := s.frame(r, "For developers")
		f.Description = "The API of DirectoryBolt: orders, results with their proof, directories and webhooks."
		s.render(w, r, http.StatusOK, page.Developers(f, groups, schemas))
	}
}

type (
	document struct {
		Tags       []struct{ Name string }
		Paths      map[string]map[string]documented
		Components struct {
			Parameters map[string]parameter
			Schemas    map[string]schema
		}
	}
	documented struct {
		OperationID, Summary, Description string
		Tags                              []string
		Parameters                        []parameter
		RequestBody                       body
		Responses                         map[string]body
	}
	body struct {
		Content map[string]struct{ Schema schema }
	}
	parameter struct {
		Ref               string `json:"$ref"`
		Name, Description string
		Schema            schema
	}
	schema struct {
		Ref                 string `json:"$ref"`
		Type                any
		Format, Description string
		Enum                []any
		Items               *schema
		Properties          map[string]schema
		Required            []string
		OneOf               []schema
	}
)

// readDocument makes the page of the document, which is part of the program: what is wrong with it, a test finds.
func readDocument(raw []byte) (groups []page.APIGroup, schemas []page.APISchema) {
	var d document
	if err := json.Unmarshal(raw, &d); err != nil {
		panic(err)
	}
	named := map[string]bool{}
	for _, tag := range d.Tags {
		if tag.Name == ownServices {
			continue
		}
		g := page.APIGroup{Name: tag.Name}
		for path, methods := range d.Paths {
			for method, o := range methods {
				if slices.Contains(o.Tags, tag.Name) {
					g.Operations = append(g.Operations, d.operation(strings.ToUpper(method), path, o))
				}
			}
		}
		slices.SortFunc(g.Operations, func(a, b page.APIOperation) int {
			return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
		})
		for _, o := range g.Operations {
			d.collect(o.Sends, named)
			d.collect(o.Gets, named)
		}
		groups = append(groups, g)
	}
	d.collect("Problem", named)
	d.collect("Event", named)
	for name := range named {
		schemas = append(schemas, page.APISchema{Name: name, Description: d.Components.Schemas[name].Description, Fields: schemaFields(d.Components.Schemas[name])})
	}
	slices.SortFunc(schemas, func(a, b page.APISchema) int { return strings.Compare(a.Name, b.Name) })
	return groups, schemas
}

func (d document) operation(method, path string, o documented) page.APIOperation {
	out := page.APIOperation{
		ID: o.OperationID, Method: method, Path: path, Summary: o.Summary, Description: o.Description, Sends: nameOf(o.RequestBody.Content["application/json"].Schema),
	}
	for _, p := range o.Parameters {
		if p.Ref != "" {
			p = d.Components.Parameters[last(p.Ref)]
		}
		out.Parameters = append(out.Parameters, page.APIField{Name: p.Name, Type: typeWords(p.Schema), Description: p.Description})
	}
	for code, r := range o.Responses {
		if strings.HasPrefix(code, "2") {
			out.Gets = nameOf(r.Content["application/json"].Schema)
		}
	}
	return out
}

// collect names a schema and all that it refers to.
func (d document) collect(name string, into map[string]bool) {
	if name == "" || into[name] {
		return
	}
	into[name] = true
	d.collectIn(d.Components.Schemas[name], into)
}

func (d document) collectIn(s schema, into map[string]bool) {
	d.collect(nameOf(s), into)
	if s.Items != nil {
		d.collectIn(*s.Items, into)
	}
	for _, p := range s.Properties {
		d.collectIn(p, into)
	}
	for _, o := range s.OneOf {
		d.collectIn(o, into)
	}
}

func nameOf(s schema) string { return last(s.Ref) }

func last(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }

// schemaFields are the fields of a schema, those of what is in it below them, in the order in which the document requires them.
func schemaFields(s schema) []page.APIField {
	names := slices.Clone(s.Required)
	var rest []string
	for name := range s.Properties {
		if !slices.Contains(names, name) {
			rest = append(rest, name)
		}
	}
	slices.Sort(rest)
	var out []page.APIField
	for _, name := range append(names, rest...) {
		p := s.Properties[name]
		out = append(out, page.APIField{Name: name, Type: typeWords(p), Description: p.Description})
		if p.Items != nil {
			p = *p.Items
		}
		for _, one := range p.OneOf {
			if one.Properties != nil {
				p = one
			}
		}
		for _, f := range schemaFields(schema{Required: p.Required, Properties: p.Properties}) {
			f.Name = name + "." + f.Name
			out = append(out, f)
		}
	}
	for _, one := range s.OneOf {
		out = append(out, page.APIField{Name: nameOf(one), Type: "one of these", Description: ""})
	}
	return out
}

// typeWords says in words what a value is.
func typeWords(s schema) string {
	switch {
	case s.Ref != "":
		return nameOf(s)
	case len(s.Enum) > 0:
		var words []string
		for _, v := range s.Enum {
			if v == "" {
				v = "empty"
			}
			words = append(words, v.(string))
		}
		return strings.Join(words, ", ")
	case s.Items != nil:
		return "list of: " + typeWords(*s.Items)
	case len(s.OneOf) > 0:
		return "object or null"
	}
	words, _ := s.Type.(string)
	if several, ok := s.Type.([]any); ok {
		var all []string
		for _, v := range several {
			all = append(all, v.(string))
		}
		words = strings.Join(all, " or ")
	}
	if s.Format != "" {
		words += ", " + s.Format
	}
	return words
}
