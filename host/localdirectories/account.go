package localdirectories

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// Account is what one directory says it received: the other side of every claim about a submission.
type Account struct {
	Slug   string `json:"slug"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Start  string `json:"start"`  // address of the page with the form
	Search string `json:"search"` // address of the search, ending in "q="
	Expect Expect `json:"expect"`

	Presses           int        `json:"presses"`  // submits of the real form that reached the server
	Accepted          int        `json:"accepted"` // of them stored as a listing
	Refused           int        `json:"refused"`  // of them turned down in words
	Dropped           int        `json:"dropped"`  // of them thanked for and thrown away
	NewsletterSignups int        `json:"newsletter_signups"`
	HoneypotHits      int        `json:"honeypot_hits"`
	Listings          []Listing  `json:"listings"` // stored from presses, oldest first
	Seeded            []Listing  `json:"seeded"`   // put there before any press
	Uploads           []Upload   `json:"uploads"`
	Received          []Received `json:"received"` // every press, oldest first
}

// Expect is what a correct client ends with: job_results.status and listing, and for needs_attention the reason.
type Expect struct {
	Status  string `json:"status"`
	Listing string `json:"listing"`
	Reason  string `json:"reason,omitempty"`
	Why     string `json:"why"`
}

// Listing is one entry of a directory. Values are keyed by what the directory understood them as ("name", "phone"), not by
// the names its form used.
type Listing struct {
	ID         int               `json:"id"`
	URL        string            `json:"url"`
	State      string            `json:"state"` // "live", "pending" or "unlisted"
	Reference  string            `json:"reference,omitempty"`
	Values     map[string]string `json:"values"`
	Uploads    []Upload          `json:"uploads,omitempty"`
	ReceivedAt time.Time         `json:"received_at"`
	Press      int               `json:"press,omitempty"` // number of the press it came from; 0 if seeded
}

// Upload is a file that came with a press.
type Upload struct {
	Field  string `json:"field"`
	Name   string `json:"name"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// Received is one press and what became of it.
type Received struct {
	Press   int       `json:"press"`
	At      time.Time `json:"at"`
	Name    string    `json:"name"`
	Phone   string    `json:"phone"`
	Outcome string    `json:"outcome"` // "accepted", "refused", "dropped"; empty while the directory works on it
	Why     string    `json:"why,omitempty"`
}

// Accounts asks the directories that run at the address, host and port, for what they received.
func Accounts(ctx context.Context, address string) (accounts []Account, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/_account.json", nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return accounts, json.NewDecoder(response.Body).Decode(&accounts)
}

func (d *directory) account(r *http.Request) Account {
	base := baseURL(r, d.Slug)
	a := d.store.account()
	a.Slug, a.Name, a.Kind, a.Expect = d.Slug, d.Name, d.Kind, d.expect()
	a.Start, a.Search = base+d.Add, base+"/search?q="
	for i := range a.Listings {
		a.Listings[i].URL = base + d.listingPath(a.Listings[i])
	}
	for i := range a.Seeded {
		a.Seeded[i].URL = base + d.listingPath(a.Seeded[i])
	}
	return a
}

// accountRoutes serves the bare host name: the account of all directories, and the levers of tests and demonstrations.
func (s *Server) accountRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_account.json", func(w http.ResponseWriter, r *http.Request) {
		all := make([]Account, len(s.order))
		for i, d := range s.order {
			all[i] = d.account(r)
		}
		writeJSON(w, http.StatusOK, all)
	})
	mux.HandleFunc("POST /_seed", s.seed)
	mux.HandleFunc("POST /_reset", s.reset)
	mux.HandleFunc("POST /_approve", s.approve)
	mux.HandleFunc("GET /{$}", s.index)
	return mux
}

// seed puts a business into the directories that are to know it already. The body is a JSON object of listing values, at
// least name and phone. Seeding the same business again changes nothing.
func (s *Server) seed(w http.ResponseWriter, r *http.Request) {
	var values map[string]string
	if err := json.NewDecoder(r.Body).Decode(&values); err != nil || values["name"] == "" || values["phone"] == "" {
		http.Error(w, `send a JSON object of strings with at least "name" and "phone", for example {"name":"Acme","phone":"+1 415-555-0132"}`, http.StatusBadRequest)
		return
	}
	for _, d := range s.order {
		state := d.kind.seed
		if state == "" || d.store.find(values) != nil {
			continue
		}
		if _, err := d.store.add(Listing{State: state, Values: values}); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) reset(w http.ResponseWriter, _ *http.Request) {
	for _, d := range s.order {
		if err := d.store.reset(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) approve(w http.ResponseWriter, _ *http.Request) {
	for _, d := range s.order {
		if err := d.store.approve(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) index(w http.ResponseWriter, r *http.Request) {
	type row struct {
		Account
		URL   string
		About string
	}
	rows := make([]row, len(s.order))
	for i, d := range s.order {
		rows[i] = row{d.account(r), baseURL(r, d.Slug) + "/", d.kind.about}
	}
	render(w, http.StatusOK, "index.html", rows)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	_ = enc.Encode(v) // the client is gone
}
