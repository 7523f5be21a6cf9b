package host

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// unknownFields names every key of data, which must be valid JSON, that [Business] has no field for, and every key given
// twice. encoding/json would stop at the first unknown key, ignore case and let the last of two win.
func unknownFields(data []byte) Problems {
	var p Problems
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	walkFields(d, reflect.TypeFor[Business](), "", &p)
	return p
}

// walkFields consumes one value of d. With a nil t it looks at nothing in it.
func walkFields(d *json.Decoder, t reflect.Type, path string, p *Problems) {
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil {
		var skipped json.RawMessage
		_ = d.Decode(&skipped)
		return
	}
	token, err := d.Token()
	if err != nil {
		return
	}
	switch token {
	case json.Delim('{'):
		var fields map[string]reflect.Type
		if t.Kind() == reflect.Struct {
			fields = jsonFields(t)
		}
		seen := map[string]bool{}
		for d.More() {
			token, err := d.Token()
			if err != nil {
				return
			}
			key := token.(string)
			if len(*p) == maxProblems {
				return
			}
			child, known := fields[key]
			switch name := strings.TrimPrefix(path+"."+key, "."); {
			case fields != nil && !known:
				p.add(clip(name), suggest(key, fields), "is not a field of a profile")
			case seen[key]:
				p.add(clip(name), "one "+name, "is given twice")
			}
			seen[key] = true
			walkFields(d, child, strings.TrimPrefix(path+"."+key, "."), p)
		}
		_, _ = d.Token()
	case json.Delim('['):
		var child reflect.Type
		if t.Kind() == reflect.Slice {
			child = t.Elem()
		}
		for i := 0; d.More(); i++ {
			walkFields(d, child, fmt.Sprintf("%s[%d]", path, i), p)
		}
		_, _ = d.Token()
	}
}

func jsonFields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		fields[name] = t.Field(i).Type
	}
	return fields
}

// schemaNames are schema.org and everyday names of fields that we call something else.
var schemaNames = map[string]string{
	"telephone": "phone", "url": "website", "mail": "email", "slogan": "tagline", "keywords": "tags", "faxnumber": "fax",
	"sameas": "social", "openinghours": "hours", "geo": "location", "areaserved": "service_area", "image": "photos",
	"streetaddress": "street", "addresslocality": "city", "addressregion": "region", "state": "region", "zip": "postal_code",
	"postcode": "postal_code", "addresscountry": "country", "category": "categories", "companyname": "name",
	"businessname": "name", "foundingdate": "year_founded", "founder": "contact", "paymentaccepted": "payment_methods",
}

func suggest(key string, fields map[string]reflect.Type) string {
	plain := plainKey(key)
	for name := range fields {
		if plainKey(name) == plain {
			return name
		}
	}
	if name, ok := schemaNames[plain]; ok && fields[name] != nil {
		return name
	}
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return "one of " + strings.Join(names, ", ")
}

var wordBreaks = strings.NewReplacer("_", "", "-", "", " ", "")

func plainKey(s string) string { return wordBreaks.Replace(strings.ToLower(s)) }

// clip shortens what a stranger wrote before it goes into a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

func typeInWords(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		return "an object"
	case reflect.Slice:
		return "a list"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float64:
		return "a number"
	default:
		return "a whole number from 0"
	}
}

func exampleOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		return "{ }"
	case reflect.Slice:
		return "[ ]"
	case reflect.String:
		return `"text"`
	case reflect.Bool:
		return "true"
	case reflect.Float64:
		return "52.52"
	default:
		return "1998"
	}
}
