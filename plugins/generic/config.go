package main

import (
	"github.com/directorybolt/directorybolt/plugins/generic/mapper"
	"github.com/directorybolt/directorybolt/sdk"
)

// config is what is particular to one directory. Phrases match regardless of case and spacing; the well-known ones of phrases.go count as well.
type config struct {
	published []string // says that the listing is public
	review    []string // says that the submission waits for the directory's people
	duplicate []string // says that the business was listed before
	refused   []string // says that the submission was turned down
	listing   string   // part of the address of every listing, and of nothing else: "/listing/"
	search    string   // address of a search, with {name}, {phone}, {city} or {website}: "/search?q={name}"
	absent    []string // what a search says that found nothing
	complete  bool     // a search finds every listing, also those that wait: finding none proves that there is none
	before    []sdk.Step
	fields    map[string]mapper.Type
	values    map[string]string
}

const configSchema = `{"type":"object","additionalProperties":false,"properties":{` +
	`"published":{"type":"array","items":{"type":"string"},"description":"Words of the answer page that say the listing is public."},` +
	`"review":{"type":"array","items":{"type":"string"},"description":"Words that say the submission waits for the directory's people."},` +
	`"duplicate":{"type":"array","items":{"type":"string"},"description":"Words that say the business was listed before."},` +
	`"refused":{"type":"array","items":{"type":"string"},"description":"Words that say the submission was turned down."},` +
	`"listing":{"type":"string","description":"Part of the address of every listing and of nothing else: /listing/"},` +
	`"search":{"type":"string","description":"Address of a search with {name}, {phone}, {city} or {website}: /search?q={name}"},` +
	`"absent":{"type":"array","items":{"type":"string"},"description":"Words of a search that found nothing."},` +
	`"lookup_complete":{"type":"boolean","description":"Whether the search finds every entry, also those that wait for review."},` +
	`"before":{"type":"array","items":{"type":"object","properties":{"click":{"type":"string"},"goto":{"type":"string"}}},"description":"Steps before the form: the text of a button or link to click, or a path to open."},` +
	`"fields":{"type":"object","additionalProperties":{"type":"string"},"description":"Label or name of a control, and what it asks for: business_name, phone, ..."},` +
	`"values":{"type":"object","additionalProperties":{"type":"string"},"description":"Label or name of a control, and the text or option to put into it."}}}`

func readConfig(text string) (config, error) {
	c := config{fields: map[string]mapper.Type{}, values: map[string]string{}}
	if text == "" {
		return c, nil
	}
	root, err := parseJSON(text)
	if err != nil {
		return c, sdk.Fail("config", "the directory's configuration is not JSON: "+err.Error())
	}
	if root.kind != 'o' {
		return c, sdk.Fail("config", "the directory's configuration is not a JSON object")
	}
	for i, key := range root.keys {
		v := &root.items[i]
		var ok bool
		switch key {
		case "published":
			c.published, ok = v.strings()
		case "review":
			c.review, ok = v.strings()
		case "duplicate":
			c.duplicate, ok = v.strings()
		case "refused":
			c.refused, ok = v.strings()
		case "absent":
			c.absent, ok = v.strings()
		case "listing":
			c.listing, ok = v.text, v.kind == 's'
		case "search":
			c.search, ok = v.text, v.kind == 's'
		case "lookup_complete":
			c.complete, ok = v.text == "true", v.kind == 'l'
		case "fields":
			ok = v.each(func(k, s string) { c.fields[mapper.Key(k)] = mapper.Type(s) })
		case "values":
			ok = v.each(func(k, s string) { c.values[mapper.Key(k)] = s })
		case "before":
			c.before, ok = steps(v)
		default:
			return c, sdk.Fail("config", "the directory's configuration has an unknown key: "+key)
		}
		if !ok {
			return c, sdk.Fail("config", "the directory's configuration has a value of the wrong kind: "+key)
		}
	}
	return c, nil
}

func steps(v *value) ([]sdk.Step, bool) {
	var list []sdk.Step
	for i := range v.items {
		ok := v.items[i].each(func(k, s string) {
			switch k {
			case "click":
				list = append(list, sdk.Click(sdk.Text(s)))
			case "goto":
				list = append(list, sdk.Goto(s))
			}
		})
		if !ok || len(list) != i+1 {
			return nil, false
		}
	}
	return list, v.kind == 'a'
}
