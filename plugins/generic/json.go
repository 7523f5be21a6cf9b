package main

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// value is a JSON value. encoding/json would nearly double the module and slow every call down, for a few lines of configuration.
type value struct {
	kind  byte   // 'o'bject, 'a'rray, 's'tring, 'l'iteral: a number, true, false or null
	text  string // of a string or literal
	keys  []string
	items []value
}

var errJSON = errors.New("it ends early or has a character where none may be")

func parseJSON(s string) (value, error) {
	p := parser{s: s}
	v := p.value(0)
	p.space()
	if p.failed || p.at < len(p.s) {
		return value{}, errJSON
	}
	return v, nil
}

type parser struct {
	s      string
	at     int
	failed bool
}

func (p *parser) space() {
	for p.at < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.at]) >= 0 {
		p.at++
	}
}

// next takes the next character that is not space, if it is ch.
func (p *parser) next(ch byte) bool {
	p.space()
	if p.at < len(p.s) && p.s[p.at] == ch {
		p.at++
		return true
	}
	return false
}

func (p *parser) value(depth int) value {
	p.space()
	if p.at >= len(p.s) || depth > 8 {
		p.failed = true
		return value{}
	}
	switch p.s[p.at] {
	case '{':
		return p.list('o', '}', depth)
	case '[':
		return p.list('a', ']', depth)
	case '"':
		return value{kind: 's', text: p.string()}
	}
	start := p.at
	for p.at < len(p.s) && strings.IndexByte("+-.0123456789aeflnrstuE", p.s[p.at]) >= 0 {
		p.at++
	}
	p.failed = p.failed || p.at == start
	return value{kind: 'l', text: p.s[start:p.at]}
}

func (p *parser) list(kind, end byte, depth int) value {
	v := value{kind: kind}
	p.at++
	if p.next(end) {
		return v
	}
	for !p.failed {
		if kind == 'o' {
			p.space()
			v.keys = append(v.keys, p.string())
			p.failed = p.failed || !p.next(':')
		}
		v.items = append(v.items, p.value(depth+1))
		if p.next(end) {
			return v
		}
		p.failed = p.failed || !p.next(',')
	}
	return v
}

func (p *parser) string() string {
	var out []byte
	if p.at >= len(p.s) || p.s[p.at] != '"' {
		p.failed = true
		return ""
	}
	for p.at++; p.at < len(p.s); p.at++ {
		switch ch := p.s[p.at]; ch {
		case '"':
			p.at++
			return string(out)
		case '\\':
			p.at++
			if p.at >= len(p.s) {
				p.failed = true
				return ""
			}
			out = p.escape(out)
		default:
			out = append(out, ch)
		}
	}
	p.failed = true
	return ""
}

func (p *parser) escape(out []byte) []byte {
	switch ch := p.s[p.at]; ch {
	case 'n':
		return append(out, '\n')
	case 't':
		return append(out, '\t')
	case 'r':
		return append(out, '\r')
	case '"', '\\', '/':
		return append(out, ch)
	case 'u':
		if p.at+4 < len(p.s) {
			if n, err := strconv.ParseUint(p.s[p.at+1:p.at+5], 16, 16); err == nil {
				p.at += 4
				return utf8.AppendRune(out, rune(n))
			}
		}
	}
	p.failed = true
	return out
}

// strings returns a list of strings; one string counts as a list of one.
func (v *value) strings() ([]string, bool) {
	if v.kind == 's' {
		return []string{v.text}, true
	}
	var list []string
	for _, item := range v.items {
		if item.kind != 's' {
			return nil, false
		}
		list = append(list, item.text)
	}
	return list, v.kind == 'a'
}

// each calls f for every member of an object of strings.
func (v *value) each(f func(key, text string)) bool {
	if v.kind != 'o' {
		return false
	}
	for i, item := range v.items {
		if item.kind != 's' {
			return false
		}
		f(v.keys[i], item.text)
	}
	return true
}
