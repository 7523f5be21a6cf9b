package host_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

const sampleOrder = `{"job_id":"7d444840-9dc0-11d1-b245-5ffdce74fad2","customer_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","package_size":50,"priority":"starter","created_at":"2026-11-26T08:00:00Z","source":"netlify_frontend"}`

func TestParseOrderMessage(t *testing.T) {
	o, err := host.ParseOrderMessage(sampleOrder)
	if err != nil || o.PackageSize != 50 || o.Source != "netlify_frontend" || o.Body() != sampleOrder {
		t.Errorf("got %+v, %v; as it is sent: %s", o, err, o.Body())
	}
	for name, tt := range map[string]struct{ from, to, say string }{
		"no JSON":         {sampleOrder, "hello", "not an order as JSON"},
		"no job":          {"7d444840-9dc0-11d1-b245-5ffdce74fad2", "7", "job_id"},
		"nobody":          {"6ba7b810-9dad-11d1-80b4-00c04fd430c8", "00000000-0000-0000-0000-000000000000", "customer_id"},
		"no size":         {`:50`, `:-1`, "package_size"},
		"half a size":     {`:50`, `:1.5`, "package_size"},
		"no priority":     {`"starter"`, `"urgent"`, "priority"},
		"no time":         {"2026-11-26T08:00:00Z", "yesterday", "created_at"},
		"no source":       {"netlify_frontend", "", "source"},
		"endless message": {"netlify_frontend", strings.Repeat("x", 5000), "bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := host.ParseOrderMessage(strings.Replace(sampleOrder, tt.from, tt.to, 1))
			if host.KindOf(err) != host.Invalid || !strings.Contains(err.Error(), tt.say) {
				t.Errorf("got %v, want it to say %q", err, tt.say)
			}
		})
	}
}

func TestPriorityOfPackages(t *testing.T) {
	for p, want := range map[host.Package]host.Priority{
		host.Starter: "starter", host.Growth: "pro", host.Professional: "pro", host.Enterprise: "enterprise",
	} {
		if got := host.PriorityOf(p); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
}

func FuzzParseOrderMessage(f *testing.F) {
	f.Add(sampleOrder)
	f.Add("{}")
	f.Fuzz(func(t *testing.T, body string) {
		o, err := host.ParseOrderMessage(body)
		if err != nil {
			if host.KindOf(err) != host.Invalid {
				t.Errorf("%q: %v is of another kind", body, err)
			}
			return
		}
		again, err := host.ParseOrderMessage(o.Body())
		if err != nil || o.JobID == uuid.Nil || !again.CreatedAt.Truncate(time.Second).Equal(o.CreatedAt.Truncate(time.Second)) {
			t.Errorf("%q is sent as %q, which is read as %+v, %v", body, o.Body(), again, err)
		}
	})
}
