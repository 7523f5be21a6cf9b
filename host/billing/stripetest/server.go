// Package stripetest is a small Stripe of one's own, for tests and for the test checkout: it keeps checkout sessions, payments, refunds and disputes,
// signs and posts messages about them, and fails on request. No money moves. It knows of Stripe's API what package billing asks for.
package stripetest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/stripe/stripe-go/v85"
)

// Key is a secret key that the server takes; it takes any that does not move money.
const Key = "sk_test_standin"

// Server is the stand-in. Its methods are safe for concurrent use.
type Server struct {
	Secret string // that messages are signed with
	base   string
	http   *http.Server
	done   chan struct{}

	posting sync.WaitGroup // messages about what the API was asked for

	mu       sync.Mutex
	pages    string // where sessions are paid: this, and the id
	webhook  string // where messages are posted; empty keeps them back
	sessions []*session
	refunds  []*refund
	disputes []*dispute
	answers  map[string]answer // by idempotency key
	events   []Event
	fails    int // requests to answer with 500
	drops    int // requests to carry out and not to answer
}

type answer struct {
	params string
	status int
	body   []byte
}

// Event is a message: what is posted, and its signature.
type Event struct {
	Type      string
	Payload   []byte
	Signature string
}

// Start starts a server on a free port of this machine. pages is the address before the id of a session at which it is paid, webhook where messages go; with an empty one they are
// only kept: see [Server.Events].
func Start(pages, webhook string) (*Server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start the stand-in for Stripe: %w", err)
	}
	s := &Server{
		Secret: "whsec_" + rand.Text(), base: "http://" + l.Addr().String(), pages: pages, webhook: webhook, answers: map[string]answer{},
		done: make(chan struct{}),
	}
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		_ = s.http.Serve(l) // until Close
		close(s.done)
	}()
	return s, nil
}

// URL is the base of the API.
func (s *Server) URL() string { return s.base }

// Close ends it; it forgets everything.
func (s *Server) Close() error {
	err := s.http.Close()
	<-s.done
	s.posting.Wait()
	return err
}

// Fail lets the next n requests fail with 500 and change nothing.
func (s *Server) Fail(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fails = n
}

// Drop carries the next n requests out and breaks the connection instead of answering.
func (s *Server) Drop(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drops = n
}

// Age makes a session a month old, too old for the lists of what is recent.
func (s *Server) Age(session string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x := s.session(session); x != nil {
		x.created -= int64((30 * 24 * time.Hour).Seconds())
	}
}

// ServeHTTP is the API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fails > 0 {
		s.fails--
		write(w, failure(http.StatusInternalServerError, "api_error", "", "something is wrong on our side"))
		return
	}
	if key, _, _ := r.BasicAuth(); strings.Contains(key, "_live") {
		write(w, failure(http.StatusUnauthorized, "invalid_request_error", "", "no money moves here: use a test key"))
		return
	}
	if err := r.ParseForm(); err != nil {
		write(w, failure(http.StatusBadRequest, "invalid_request_error", "", err.Error()))
		return
	}
	before := len(s.events)
	a := s.once(r)
	s.post(s.events[before:])
	if s.drops > 0 {
		s.drops--
		panic(http.ErrAbortHandler)
	}
	write(w, a)
}

// post delivers messages, as Stripe does: whoever has caused them does not wait for it, and one that is not taken is lost until somebody compares.
func (s *Server) post(events []Event) {
	if s.webhook == "" {
		return
	}
	address := s.webhook
	for _, e := range events {
		s.posting.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			_ = Post(ctx, address, e)
		})
	}
}

// once answers a request whose idempotency key was used before as it did then.
func (s *Server) once(r *http.Request) answer {
	key, params := r.Header.Get("Idempotency-Key"), r.URL.Path+"?"+r.Form.Encode()
	if r.Method != http.MethodPost || key == "" {
		return s.answer(r)
	}
	if before, ok := s.answers[key]; ok {
		if before.params != params {
			return failure(http.StatusBadRequest, "idempotency_error", "", "this key was used with other parameters")
		}
		return before
	}
	a := s.answer(r)
	a.params = params
	s.answers[key] = a
	return a
}

func (s *Server) answer(r *http.Request) answer {
	expand := map[string]bool{}
	for name, values := range r.Form {
		if strings.HasPrefix(name, "expand") {
			for _, v := range values {
				expand[strings.TrimPrefix(v, "data.")] = true
			}
		}
	}
	path := strings.TrimPrefix(r.URL.Path, "/v1/")
	switch id, one := strings.CutPrefix(path, "checkout/sessions/"); {
	case r.Method == http.MethodPost && path == "checkout/sessions":
		return s.createSession(r, expand)
	case r.Method == http.MethodPost && path == "refunds":
		return s.createRefund(r, expand)
	case path == "checkout/sessions":
		return list(r, s.sessions, func(x *session) any { return x.object(expand) })
	case path == "refunds":
		return list(r, s.refunds, func(x *refund) any { return x.object(expand) })
	case path == "disputes":
		return list(r, s.disputes, func(x *dispute) any { return x.object() })
	case one && s.session(id) != nil:
		return ok(s.session(id).object(expand))
	}
	return failure(http.StatusNotFound, "invalid_request_error", "resource_missing", "no such thing: "+path)
}

// list answers with a page of what was created since, newest first.
func list[T interface{ born() (id string, at int64) }](r *http.Request, all []T, object func(T) any) answer {
	since, limit, after := number(r, "created[gte]", 0), number(r, "limit", 10), r.Form.Get("starting_after")
	data, more := []any{}, false
	for i := len(all) - 1; i >= 0; i-- {
		id, at := all[i].born()
		switch {
		case after != "":
			if id == after {
				after = ""
			}
		case at < since:
		case int64(len(data)) == limit:
			more = true
		default:
			data = append(data, object(all[i]))
		}
	}
	return ok(map[string]any{"object": "list", "url": r.URL.Path, "has_more": more, "data": data})
}

func ok(body any) answer {
	data, err := json.Marshal(body)
	if err != nil {
		return failure(http.StatusInternalServerError, "api_error", "", err.Error())
	}
	return answer{status: http.StatusOK, body: data}
}

func failure(status int, kind, code, message string) answer {
	a := ok(map[string]any{"error": map[string]string{"type": kind, "code": code, "message": message}})
	a.status = status
	return a
}

func write(w http.ResponseWriter, a answer) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// newID looks like one of Stripe's.
func newID(prefix string) string { return prefix + strings.ToLower(rand.Text()) }

func now() int64 { return time.Now().Unix() }

// version is that of the API whose objects are shown.
const version = stripe.APIVersion
