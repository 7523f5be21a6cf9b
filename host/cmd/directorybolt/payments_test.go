package main

import (
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

func TestPaymentsFor(t *testing.T) {
	for name, c := range map[string]struct {
		key, secret, base, listen string
		forced, test, fails       bool
	}{
		"this machine, no keys":   {listen: "127.0.0.1:8080", test: true},
		"by name":                 {listen: "localhost:8080", test: true},
		"all the world, no keys":  {listen: "0.0.0.0:8080"},
		"no host, no keys":        {listen: ":8080"},
		"asked for":               {listen: ":8080", forced: true, test: true},
		"keys":                    {key: "sk_live_1", secret: "whsec_1", listen: "127.0.0.1:8080"},
		"keys, and asked for":     {key: "sk_test_1", secret: "whsec_1", listen: "127.0.0.1:8080", forced: true, fails: true},
		"half of the keys":        {key: "sk_test_1", listen: "127.0.0.1:8080", fails: true},
		"other half":              {secret: "whsec_1", listen: "127.0.0.1:8080", fails: true},
		"test key to another API": {key: "sk_test_1", secret: "whsec_1", base: "http://127.0.0.1:1", listen: ":1"},
		"live key to another API": {key: "sk_live_1", secret: "whsec_1", base: "http://127.0.0.1:1", listen: ":1", fails: true},
	} {
		t.Setenv("STRIPE_SECRET_KEY", c.key)
		t.Setenv("STRIPE_WEBHOOK_SECRET", c.secret)
		t.Setenv("STRIPE_API_BASE", c.base)
		p, err := paymentsFor(c.listen, c.forced)
		if (err != nil) != c.fails || err == nil && p.test != c.test {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
		if err != nil && host.KindOf(err) != host.Invalid {
			t.Errorf("%s: %v is not for whoever set the variables", name, err)
		}
	}
}
