package sdk

import (
	"strings"
	"testing"
)

func TestManifestOfAContractThatIsServed(t *testing.T) {
	manifest := Adapter{Name: "x", Version: "1", Plan: func(Turn) (Move, error) { return Unknown(), nil }}.Manifest()
	for _, served := range ContractsServed {
		manifest.Contract = served
		if err := manifest.Check(); err != nil {
			t.Errorf("contract %d: %v", served, err)
		}
	}
	for version, says := range map[uint32]string{
		ContractVersion + 1:    "the module speaks contract 2, this host serves 1: update the host, or build the module with the SDK of this host",
		ContractsServed[0] - 1: "the module speaks contract 0, this host serves 1: build the module again with a current SDK",
	} {
		manifest.Contract = version
		if err := manifest.Check(); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("contract %d: error %v, want %q", version, err, says)
		}
	}
}

func TestManifestsThatAreRefused(t *testing.T) {
	whole := Manifest{Name: "yellow-pages", Version: "1.0.0", Contract: ContractVersion, Functions: []string{"plan", "verify"}}
	if err := whole.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Manifest){
		"no name":             func(m *Manifest) { m.Name = "" },
		"no version":          func(m *Manifest) { m.Version = "" },
		"no plan":             func(m *Manifest) { m.Functions = []string{"verify"} },
		"an unknown function": func(m *Manifest) { m.Functions = []string{"plan", "pay"} },
		"a name with a space": func(m *Manifest) { m.Name = "yellow pages" },
		"a long name":         func(m *Manifest) { m.Name = strings.Repeat("x", 65) },
		"a summary of a book": func(m *Manifest) { m.Summary = strings.Repeat("x", 5000) },
	} {
		m := whole
		change(&m)
		if m.Check() == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
