package web

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// claimStore is how workers outside the trust zone hold submissions and report on them: under a fence, as our own do.
type claimStore interface {
	ClaimNext(ctx context.Context, directories []string, lease time.Duration) (host.Submission, error)
	Directory(ctx context.Context, slug string) (host.Directory, error)
	Profile(ctx context.Context, customer uuid.UUID, version int) (json.RawMessage, error)
	ClaimStands(ctx context.Context, submission uuid.UUID, fence int64) error
	AddClaimedEvidence(ctx context.Context, submission uuid.UUID, fence int64, e host.Evidence) error
	ReportProgress(ctx context.Context, p host.Progress, fingerprint []byte, lease, window time.Duration) (host.ProgressAnswer, error)
}

// evidenceStore keeps bytes by their digest.
type evidenceStore interface {
	Put(ctx context.Context, data []byte) (digest string, err error)
}

const (
	outsideLease  = 2 * time.Minute  // of a claim over HTTP, which is renewed more slowly than our own
	outsideWindow = 90 * time.Second // from the intent until nothing can be under way to the directory any more
)

// apiClaim is POST /api/autobolt/claims.
func (s site) apiClaim(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Directories []string `json:"directories"`
	}
	if r.ContentLength != 0 {
		if err := decode(r, &in); err != nil {
			s.failJSON(w, r, err)
			return
		}
	}
	sub, err := s.Claims.ClaimNext(r.Context(), in.Directories, outsideLease)
	if host.KindOf(err) == host.NotFound && err != nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	until := time.Now().Add(outsideLease)
	var d host.Directory
	var business json.RawMessage
	if err == nil {
		d, err = s.Claims.Directory(r.Context(), sub.Directory)
	}
	if err == nil {
		business, err = s.Claims.Profile(r.Context(), sub.CustomerID, sub.ProfileVersion)
	}
	if err != nil {
		s.failJSON(w, r, err) // the claim runs out by itself
		return
	}
	s.answer(w, r, http.StatusOK, map[string]any{
		"submission_id": sub.ID, "job_id": sub.JobID, "fence": sub.Fence, "lease_until": until.UTC(), "profile_version": sub.ProfileVersion, "business": business,
		"directory": map[string]any{"slug": d.Slug, "name": d.Name, "hosts": d.Hosts, "start": d.Start, "config": d.Config, "adapter": d.Adapter, "policy": d.Policy},
	})
}

// evidenceSize is the most that one piece of evidence over HTTP has.
const evidenceSize = 8 << 20

// apiEvidenceKeep is POST /api/autobolt/evidence. The bytes are kept before the row that names them.
func (s site) apiEvidenceKeep(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	e := host.Evidence{Kind: query.Get("kind"), Page: query.Get("page")}
	submission, err := uuid.Parse(query.Get("submission_id"))
	fence, fenceErr := strconv.ParseInt(query.Get("fence"), 10, 64)
	kind, _, typeErr := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch e.MediaType = r.Header.Get("Content-Type"); {
	case err != nil || fenceErr != nil:
		err = host.Errorf(host.Invalid, "Name the claim: submission_id and fence.")
	case !slices.Contains([]string{"before", "after", "answer", "values", "listing"}, e.Kind) || len(e.Page) > 2000:
		err = host.Errorf(host.Invalid, "kind is before, after, answer, values or listing, and page has at most 2000 characters.")
	case typeErr != nil || !slices.Contains([]string{"image/jpeg", "image/png", "text/plain", "application/json"}, kind):
		err = host.Errorf(host.Invalid, "Evidence is image/jpeg, image/png, text/plain or application/json.")
	}
	var data []byte
	if err == nil {
		data, err = io.ReadAll(r.Body)
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			err = host.Errorf(host.TooLarge, "That is too much: at most %s can be taken.", bytesWords(large.Limit))
		} else if err != nil || len(data) == 0 {
			err = host.Errorf(host.Invalid, "The evidence did not come through whole.")
		}
	}
	if err == nil { // asked before, too: who has no claim fills no store
		err = s.Claims.ClaimStands(r.Context(), submission, fence)
	}
	if err == nil {
		e.Digest, err = s.EvidenceBlobs.Put(r.Context(), data)
		e.Size = len(data)
	}
	if err == nil {
		err = s.Claims.AddClaimedEvidence(r.Context(), submission, fence, e)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.answer(w, r, http.StatusCreated, map[string]any{"sha256": e.Digest, "size": e.Size})
}

// progressReport is what a worker outside sends.
type progressReport struct {
	SubmissionID uuid.UUID    `json:"submission_id"`
	Fence        int64        `json:"fence"`
	Status       host.Status  `json:"status"`
	Listing      host.Listing `json:"listing"`
	Verdict      struct {
		Answer    host.Answer `json:"answer"`
		Quote     string      `json:"quote"`
		Reference string      `json:"reference"`
	} `json:"verdict"`
	Note      string `json:"note"`
	Error     string `json:"error"`
	Attention *struct {
		Audience host.Audience `json:"audience"`
		Reason   string        `json:"reason"`
		Field    string        `json:"field"`
		Message  string        `json:"message"`
	} `json:"attention"`
	RetryAfter int `json:"retry_after"` // seconds
}

func (p progressReport) progress() host.Progress {
	out := host.Progress{
		Submission: p.SubmissionID, Fence: p.Fence, Status: p.Status, Listing: p.Listing, Note: p.Note, ErrorLog: p.Error,
		Verdict: host.Verdict{Answer: p.Verdict.Answer, Quote: p.Verdict.Quote, Reference: p.Verdict.Reference}, After: time.Duration(p.RetryAfter) * time.Second,
	}
	if a := p.Attention; a != nil {
		out.Attention = &host.Attention{Audience: a.Audience, Reason: a.Reason, Field: a.Field, Message: a.Message}
	}
	return out
}

// progressUpdate is POST /api/autobolt/update-progress.
func (s site) progressUpdate(w http.ResponseWriter, r *http.Request) {
	var in progressReport
	err := decode(r, &in)
	p := in.progress()
	if err == nil {
		err = p.Check()
	}
	var out host.ProgressAnswer
	if err == nil {
		var same []byte
		if same, err = json.Marshal(in); err == nil { // however it was written
			sum := sha256.Sum256(same)
			out, err = s.Claims.ReportProgress(r.Context(), p, sum[:], outsideLease, outsideWindow)
		}
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.answer(w, r, http.StatusOK, map[string]any{
		"submission_id": out.Submission, "status": out.Status, "fence": out.Fence, "intents": out.Intents,
		"lease_until": orNull(out.LeaseUntil), "press_by": orNull(out.PressBy),
	})
}
