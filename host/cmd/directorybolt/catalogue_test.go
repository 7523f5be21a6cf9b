package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const goodRow = `{"slug":"city","name":"City","website":"http://city.localhost:7071/","start":"http://city.localhost:7071/add","hosts":["city.localhost:7071"],"asset_hosts":[],"da_score":40,"priority_tier":1,"is_active":true,"policy":"allowed","adapter":"generic","config":{"search":"/s"}}`

func TestReadCatalogue(t *testing.T) {
	edit := func(old, new string) string { return strings.Replace(goodRow, old, new, 1) }
	tests := []struct {
		name, a, b string
		refusal    string
	}{
		{"good", goodRow, edit(`"city"`, `"town"`), ""},
		{"twice", goodRow, goodRow, `directory "city" is also in`},
		{"start elsewhere", edit(`city.localhost:7071/add`, `evil.localhost:7071/add`), "", "is not on one of its hosts"},
		{"no policy", edit(`"allowed"`, `"sure"`), "", `policy "sure" is none of`},
		{"unknown field", edit(`"policy"`, `"polizy"`), "", `unknown field "polizy"`},
		{"tier", edit(`"priority_tier":1`, `"priority_tier":9`), "", "priority_tier 9"},
		{"no adapter", edit(`"generic"`, `""`), "", "slug, name and adapter are needed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plugins := t.TempDir()
			for name, rows := range map[string]string{"a": tt.a, "b": tt.b} {
				if err := os.Mkdir(filepath.Join(plugins, name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(plugins, name, "directories.json"), []byte("["+rows+"]"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			directories, err := readCatalogue(plugins, "9000")
			if tt.refusal != "" {
				if err == nil || !strings.Contains(err.Error(), tt.refusal) {
					t.Fatalf("got error %v, want one that says %q", err, tt.refusal)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(directories) != 2 || directories[0].Start != "http://city.localhost:9000/add" || directories[0].Hosts[0] != "city.localhost:9000" {
				t.Errorf("got %+v", directories)
			}
		})
	}
}

func TestReadCatalogueWithoutOne(t *testing.T) {
	if _, err := readCatalogue(t.TempDir(), "9000"); err == nil || !strings.Contains(err.Error(), "--plugins") {
		t.Errorf("got %v, want a hint at --plugins", err)
	}
}
