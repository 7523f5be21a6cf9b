package web

import (
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// apiResult is what became of one directory, as programs read it.
type apiResult struct {
	ID         uuid.UUID          `json:"id"`
	Job        uuid.UUID          `json:"job_id"`
	Directory  apiResultDirectory `json:"directory"`
	Status     host.Status        `json:"status"`
	Standing   host.Standing      `json:"standing"`   // as the pages show it
	CountedAs  host.Share         `json:"counted_as"` // a field of the job's counts
	Listing    host.Listing       `json:"listing"`
	ListingURL string             `json:"listing_url"` // empty if we have not seen the listing
	Verdict    apiVerdict         `json:"verdict"`
	Note       string             `json:"note"`
	Presses    int                `json:"presses"`
	CreatedAt  time.Time          `json:"created_at"`
	UpdatedAt  time.Time          `json:"updated_at"`
}

type apiResultDirectory struct {
	Slug      string `json:"slug"`
	Name      string `json:"name"`
	Website   string `json:"website"`
	Authority int    `json:"authority"`
}

type apiVerdict struct {
	Answer    host.Answer `json:"answer"` // empty before there is one
	Quote     string      `json:"quote"`
	Reference string      `json:"reference"`
}

// apiDetail is a result with its proof.
type apiDetail struct {
	apiResult
	Need     *apiNeed      `json:"need"` // what waits for the customer; null if nothing does
	Evidence []apiEvidence `json:"evidence"`
}

type apiNeed struct {
	Reason   string     `json:"reason"`
	Field    string     `json:"field"`
	Message  string     `json:"message"`
	Deadline *time.Time `json:"deadline"`
}

type apiEvidence struct {
	Kind      string    `json:"kind"`
	MediaType string    `json:"media_type"`
	Digest    string    `json:"sha256"`
	Size      int       `json:"size"`
	Page      string    `json:"page"`
	At        time.Time `json:"at"`
	URL       string    `json:"url"` // of its bytes, for the same key
}

func resultFor(r host.SubmissionSummary) apiResult {
	standing, share := r.Standing()
	sub := r.Submission
	return apiResult{
		ID: sub.ID, Job: sub.JobID, Directory: apiResultDirectory{sub.Directory, r.DirectoryName, r.Website, r.DAScore}, Status: sub.Status, Standing: standing,
		CountedAs: share, Listing: sub.Listing, ListingURL: sub.ListingURL, Note: sub.Note, Presses: sub.Intents,
		Verdict: apiVerdict{sub.Verdict.Answer, sub.Verdict.Quote, sub.Verdict.Reference}, CreatedAt: sub.CreatedAt.UTC(), UpdatedAt: sub.UpdatedAt.UTC(),
	}
}

// apiResultList is GET /api/v1/results.
func (s site) apiResultList(w http.ResponseWriter, r *http.Request) {
	most, err := pageSize(r)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	f, err := resultFilter(r)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	f.Most = most + 1
	rows, err := s.API.SubmissionsPage(r.Context(), customer(r), f)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	out := make([]apiResult, len(rows))
	for i, row := range rows {
		out[i] = resultFor(row)
	}
	s.answer(w, r, http.StatusOK, paged(out, most, func(o apiResult) string { return placeCursor(cursorResults, host.Place{At: o.CreatedAt, ID: o.ID}) }))
}

func resultFilter(r *http.Request) (f host.SubmissionFilter, err error) {
	query := r.URL.Query()
	f.Directory, f.Status = query.Get("directory"), host.Status(query.Get("status"))
	if asked := query.Get("job_id"); asked != "" {
		if f.Job, err = uuid.Parse(asked); err != nil {
			return f, host.Errorf(host.Invalid, "job_id is not a UUID.")
		}
	}
	if asked := query.Get("updated_since"); asked != "" {
		if f.UpdatedSince, err = time.Parse(time.RFC3339Nano, asked); err != nil {
			return f, host.Errorf(host.Invalid, "updated_since is a time like 2026-11-26T10:00:00Z.")
		}
	}
	f.After, err = parsePlace(cursorResults, query.Get("cursor"))
	return f, err
}

// apiResultShow is GET /api/v1/results/{id}.
func (s site) apiResultShow(w http.ResponseWriter, r *http.Request) {
	submission, err := id(r)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.apiDetail(w, r, submission)
}

func (s site) apiDetail(w http.ResponseWriter, r *http.Request, submission uuid.UUID) {
	d, err := s.Portal.Detail(r.Context(), customer(r), submission)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	out := apiDetail{apiResult: resultFor(d.SubmissionSummary), Evidence: []apiEvidence{}}
	if t := d.Task; t != nil {
		out.Need = &apiNeed{Reason: t.Reason, Field: t.Field, Message: t.Message}
		if !t.Deadline.IsZero() {
			at := t.Deadline.UTC()
			out.Need.Deadline = &at
		}
	}
	for _, e := range d.Evidence {
		out.Evidence = append(out.Evidence, apiEvidence{
			Kind: e.Kind, MediaType: e.MediaType, Digest: e.Digest, Size: e.Size, Page: e.Page, At: e.At.UTC(),
			URL: s.URL + "/api/v1/results/" + submission.String() + "/evidence/" + e.Digest,
		})
	}
	s.answer(w, r, http.StatusOK, out)
}

// apiResultSkip is POST /api/v1/results/{id}/skip.
func (s site) apiResultSkip(w http.ResponseWriter, r *http.Request) {
	submission, err := id(r)
	if err == nil {
		err = s.Portal.SkipListing(r.Context(), customer(r), submission)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.apiDetail(w, r, submission)
}

// apiResultAnswer is POST /api/v1/results/{id}/answer: what the directory wanted of the customer is done.
func (s site) apiResultAnswer(w http.ResponseWriter, r *http.Request) {
	submission, err := id(r)
	var d host.Detail
	if err == nil {
		d, err = s.Portal.Detail(r.Context(), customer(r), submission)
	}
	if err == nil && d.Task == nil {
		err = host.Errorf(host.Conflict, "Nothing of this directory waits for you.")
	}
	if err == nil {
		err = s.Tasks.AnswerTask(r.Context(), customer(r), d.Task.ID)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.apiDetail(w, r, submission)
}
