package localdirectories

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// store is the memory of one directory: an append-only file of events, synced before anything is answered, and what they
// add up to. A listing once accepted survives a kill.
type store struct {
	mu      sync.Mutex
	dir     string
	firstID int
	file    *os.File
	size    int64 // of the whole events in the file
	memory
}

// memory is what the events add up to.
type memory struct {
	listings   []Listing // seeded ones too, oldest first
	received   []Received
	newsletter int
	honeypot   int
}

// event is one line of the file.
type event struct {
	Type    string    `json:"type"` // "press", "outcome", "listing", "approve", "newsletter", "honeypot"
	At      time.Time `json:"at"`
	Press   int       `json:"press,omitempty"`
	Name    string    `json:"name,omitempty"`
	Phone   string    `json:"phone,omitempty"`
	Outcome string    `json:"outcome,omitempty"`
	Why     string    `json:"why,omitempty"`
	Listing *Listing  `json:"listing,omitempty"`
}

// openStore reads the events under dir. A last line without its end was never answered for: the next event is written over it.
func openStore(dir string, firstID int) (*store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(dir, "events.jsonl"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	s := &store{dir: dir, firstID: firstID, file: file}
	if err := s.load(); err != nil {
		_ = file.Close()
		return nil, err
	}
	return s, nil
}

func (s *store) load() error {
	data, err := io.ReadAll(s.file)
	if err != nil {
		return err
	}
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	s.size = int64(len(whole))
	for n, line := range bytes.Split(bytes.TrimSuffix(whole, []byte("\n")), []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		var e event
		if err := json.Unmarshal(line, &e); err != nil {
			return fmt.Errorf("line %d of %s: %w", n+1, s.file.Name(), err)
		}
		s.apply(e)
	}
	return nil
}

// write makes the event durable and then applies it. The caller holds the lock.
func (s *store) write(e event) error {
	e.At = time.Now().UTC()
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	line = append(line, '\n')
	if _, err := s.file.WriteAt(line, s.size); err != nil {
		return err
	}
	if err := s.file.Sync(); err != nil {
		return err
	}
	s.size += int64(len(line))
	s.apply(e)
	return nil
}

func (s *store) apply(e event) {
	switch e.Type {
	case "press":
		s.received = append(s.received, Received{Press: e.Press, At: e.At, Name: e.Name, Phone: e.Phone})
	case "outcome":
		r := &s.received[e.Press-1]
		r.Outcome, r.Why = e.Outcome, e.Why
	case "listing":
		l := *e.Listing
		l.ReceivedAt = e.At
		s.listings = append(s.listings, l)
		if l.Press > 0 {
			s.received[l.Press-1].Outcome = "accepted"
		}
	case "approve":
		for i := range s.listings {
			if s.listings[i].State == "pending" {
				s.listings[i].State = "live"
			}
		}
	case "newsletter":
		s.newsletter++
	case "honeypot":
		s.honeypot++
	}
}

// press records that a submit of the real form arrived and returns its number, from 1.
func (s *store) press(values map[string]string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.received) + 1
	return n, s.write(event{Type: "press", Press: n, Name: values["name"], Phone: values["phone"]})
}

// outcome records that a press did not become a listing, and why.
func (s *store) outcome(press int, outcome, why string) error {
	return s.record(event{Type: "outcome", Press: press, Outcome: outcome, Why: why})
}

func (s *store) record(e event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.write(e)
}

// add stores a listing and returns it with its number.
func (s *store) add(l Listing) (Listing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.ID = s.firstID + len(s.listings)
	if l.State == "pending" {
		l.Reference = fmt.Sprintf("REF-%d", l.ID*7+10000)
	}
	if err := s.write(event{Type: "listing", Listing: &l}); err != nil {
		return l, err
	}
	return s.listings[len(s.listings)-1], nil
}

func (s *store) approve() error { return s.record(event{Type: "approve"}) }

// live returns the listings a visitor may see, newest first.
func (s *store) live() []Listing {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Listing
	for _, l := range slices.Backward(s.listings) {
		if l.State == "live" {
			out = append(out, l)
		}
	}
	return out
}

// find returns the newest listing of the same business, shown or not, or nil.
func (s *store) find(values map[string]string) *Listing {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range slices.Backward(s.listings) {
		if sameBusiness(l.Values, values) {
			return &l
		}
	}
	return nil
}

// presses returns how many presses for the same business have arrived.
func (s *store) presses(values map[string]string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, r := range s.received {
		if sameBusiness(map[string]string{"name": r.Name, "phone": r.Phone}, values) {
			n++
		}
	}
	return n
}

// keep writes an uploaded file and returns its record.
func (s *store) keep(field, name string, data []byte) (Upload, error) {
	sum := sha256.Sum256(data)
	u := Upload{Field: field, Name: name, Size: len(data), SHA256: hex.EncodeToString(sum[:])}
	if err := os.MkdirAll(filepath.Dir(s.uploadPath(u.SHA256)), 0o755); err != nil {
		return u, err
	}
	file, err := os.Create(s.uploadPath(u.SHA256))
	if err != nil {
		return u, err
	}
	if _, err := file.Write(data); err != nil {
		_ = file.Close()
		return u, err
	}
	if err := file.Sync(); err != nil {
		_ = file.Close()
		return u, err
	}
	return u, file.Close()
}

func (s *store) uploadPath(sum string) string { return filepath.Join(s.dir, "uploads", sum) }

func (s *store) reset() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.file.Truncate(0); err != nil {
		return err
	}
	s.size, s.memory = 0, memory{}
	return os.RemoveAll(filepath.Join(s.dir, "uploads"))
}

func (s *store) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.file.Close()
}

func (s *store) account() Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := Account{
		Presses: len(s.received), NewsletterSignups: s.newsletter, HoneypotHits: s.honeypot,
		Listings: []Listing{}, Seeded: []Listing{}, Uploads: []Upload{}, Received: slices.Clone(s.received),
	}
	if a.Received == nil {
		a.Received = []Received{}
	}
	for _, l := range s.listings {
		if l.Press == 0 {
			a.Seeded = append(a.Seeded, l)
			continue
		}
		a.Listings = append(a.Listings, l)
		a.Uploads = append(a.Uploads, l.Uploads...)
	}
	for _, r := range s.received {
		switch r.Outcome {
		case "accepted":
			a.Accepted++
		case "refused":
			a.Refused++
		case "dropped":
			a.Dropped++
		}
	}
	return a
}
