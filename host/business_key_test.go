package host_test

import (
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

func TestBusinessKey(t *testing.T) {
	address := host.Address{PostalCode: "SW1A 1AA", Country: "GB"}
	same := [][]host.Business{
		{{Name: "Acme", Phone: "+14155550132"}, {Name: "Acme Ltd", Phone: "+14155550132", Website: "https://acme.example", Address: address}},
		{{Name: "Acme", Website: "https://www.acme.example/"}, {Name: "Acme Ltd", Website: "http://ACME.example", Address: address}},
		{{Name: "Acme", Website: "https://network.example/acme"}, {Website: "https://network.example/acme/"}},
		{{Name: "Acme", Website: "https://network.example/beta"}},
		{{Name: "Acme  Plumbing", Address: address}, {Name: "ACME Plumbing", Address: host.Address{PostalCode: "sw1a1aa", Country: "gb", Street: "1 Mall"}}},
		{{Name: "Acme Plumbing", Address: host.Address{PostalCode: "SW1A 1AB", Country: "GB"}}},
		{{Name: "Acme", Phone: "+14155550133", Website: "https://acme.example"}},
	}
	of := map[string]int{}
	for i, group := range same {
		for _, b := range group {
			if j, seen := of[b.Key()]; seen && j != i {
				t.Errorf("%+v has the key of another business", b)
			}
			of[b.Key()] = i
		}
	}
	if len(of) != len(same) {
		t.Errorf("%d keys for %d businesses", len(of), len(same))
	}
}
