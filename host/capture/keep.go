package capture

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// Case is a page to keep in an adapter's folder.
type Case struct {
	Dir     string // the adapter's folder
	Name    string // of the page: lower-case letters, digits and dashes
	Op      sdk.Op // what the case asks
	Page    *sdk.Page
	HTML    string // source for people and for selectors; empty for none
	Replace bool   // put it in the place of a page of this name
}

// Kept says which files were written.
type Kept struct {
	Page string `json:"page"`
	HTML string `json:"html,omitempty"`
	Case string `json:"case,omitempty"` // empty where there was a case of this name already
}

var caseName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// Keep writes the page below testdata/pages and a case that asks about it and expects nothing yet. The page is to be scrubbed before.
func (c Case) Keep() (k Kept, err error) {
	if !caseName.MatchString(c.Name) {
		return k, host.Errorf(host.Invalid, "%q is no name for a page: use lower-case letters, digits and dashes, as in add-step-2", c.Name)
	}
	k.Page = filepath.Join(c.Dir, "testdata", "pages", c.Name+".json")
	if err := os.MkdirAll(filepath.Dir(k.Page), 0o755); err != nil {
		return k, host.Errorf(host.Invalid, "the folder for pages cannot be made: %w", err)
	}
	if _, err := os.Stat(k.Page); err == nil && !c.Replace {
		return k, host.Errorf(host.Conflict, "%s is there already: choose another name, or say that it is to be replaced", k.Page)
	}
	if err := write(k.Page, c.Page); err != nil {
		return k, err
	}
	if c.HTML != "" {
		k.HTML = strings.TrimSuffix(k.Page, ".json") + ".html"
		if err := os.WriteFile(k.HTML, []byte(c.HTML), 0o644); err != nil {
			return k, err
		}
	}
	file := filepath.Join(c.Dir, "testdata", c.Op.String()+"-"+c.Name+".json")
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	k.Case = file
	return k, write(file, struct {
		Op   string `json:"op"`
		Page string `json:"page"`
	}{c.Op.String(), "pages/" + c.Name + ".json"})
}

func write(file string, v any) error {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		return host.Errorf(host.Invalid, "the page cannot be kept: %w", err)
	}
	return nil
}

// NameFor suggests a name for the page at address: the last word of its path.
func NameFor(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "page"
	}
	base := strings.ToLower(strings.TrimSuffix(path.Base(u.Path), path.Ext(u.Path)))
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, base), "-")
	if !caseName.MatchString(name) {
		return "page"
	}
	return name
}
