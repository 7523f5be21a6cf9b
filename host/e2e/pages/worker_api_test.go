package pages

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// plans is a planner whose adapter knows one form.
type plans struct{}

func (plans) Plan(_ context.Context, directory string, _ json.RawMessage, h host.Hints) (host.Plan, error) {
	if directory != "city" {
		return host.Plan{}, host.Errorf(host.NotFound, "there is no directory %s", directory)
	}
	return host.Plan{
		Steps:       []sdk.Step{{Kind: sdk.StepFill, Target: &sdk.Target{By: sdk.ByRef, Value: h.Page.Controls[0].Ref}, Value: "Acme"}},
		Constraints: host.PlanConstraints{Policy: host.PolicyAllowed, MaySubmit: true},
	}, nil
}

// TestWorkerOverHTTP takes a submission from its claim to what came of it, as a worker that has nothing but the token.
func TestWorkerOverHTTP(t *testing.T) {
	t.Parallel()
	s, doc := serve(t), readDocument(t)
	things := s.belongings()
	s.exec(`UPDATE job_results SET status = 'admitted'`)
	s.exec(`DELETE FROM attention_items`)
	p := s.program(doc, workerToken)
	if got := p.call("POST", "/api/autobolt/claims", `{"directories":["other"]}`); got.code != http.StatusNoContent {
		t.Errorf("a claim elsewhere: %d %s", got.code, got.body)
	}
	held := into[struct {
		ID       uuid.UUID `json:"submission_id"`
		Fence    int64
		Business struct{ Name string }
	}](t, p.call("POST", "/api/autobolt/claims", ""))
	if held.ID.String() != things["submission"] || held.Business.Name != "Marigold Dental" {
		t.Fatalf("claim %+v", held)
	}
	report := func(status, more string) answer {
		return p.call("POST", "/api/autobolt/update-progress", fmt.Sprintf(`{"submission_id":%q,"fence":%d,"status":%q%s}`, held.ID, held.Fence, status, more))
	}
	evidence := fmt.Sprintf("/api/autobolt/evidence?submission_id=%s&fence=%d&kind=answer&page=https://city.example/thanks", held.ID, held.Fence)
	verdict := `,"listing":"under_review","verdict":{"answer":"yes","quote":"Thank you"}`
	for name, c := range map[string]struct {
		got    answer
		status int
	}{
		"verdict before the press": {report("submitted", verdict), 422},
		"renewed":                  {report("filling", ""), 200},
		"mistyped":                 {report("filling", `,"lising":"live"`), 422},
		"live":                     {report("submitted", `,"listing":"live"`), 422},
		"odd evidence":             {p.call("POST", evidence, "x", "Content-Type", "text/html"), 422},
		"of nobody's":              {p.call("POST", "/api/autobolt/evidence?kind=answer", "x", "Content-Type", "text/plain"), 422},
		"a customer's key":         {s.program(doc, s.key(uuid.MustParse(things["customer"]), host.Scopes...)).call("POST", "/api/autobolt/claims", ""), 401},
	} {
		if c.got.code != c.status {
			t.Errorf("%s: %d %s, want %d", name, c.got.code, c.got.body, c.status)
		}
	}
	first := report("submitting", "")
	if again := report("submitting", ""); again.body != first.body || first.code != http.StatusOK {
		t.Errorf("intent: %d %s, again %s", first.code, first.body, again.body)
	}
	if got := report("submitted", verdict); got.code != http.StatusUnprocessableEntity {
		t.Errorf("without proof: %d %s", got.code, got.body)
	}
	const stray = "bytes of a claim that was lost"
	lost := strings.Replace(evidence, fmt.Sprintf("fence=%d", held.Fence), fmt.Sprintf("fence=%d", held.Fence-1), 1)
	if got := p.call("POST", lost, stray, "Content-Type", "text/plain"); got.code != http.StatusConflict {
		t.Errorf("evidence of a lost claim: %d %s", got.code, got.body)
	}
	if _, err := s.blobs.Get(t.Context(), fmt.Sprintf("%x", sha256.Sum256([]byte(stray)))); host.KindOf(err) != host.NotFound {
		t.Errorf("evidence of a lost claim is in the store: %v", err)
	}
	if got := p.call("POST", evidence, "Thank you, we will look at it", "Content-Type", "text/plain"); got.code != http.StatusCreated {
		t.Fatalf("evidence: %d %s", got.code, got.body)
	}
	if got := report("submitted", verdict); got.code != http.StatusOK {
		t.Errorf("submitted: %d %s", got.code, got.body)
	}
	if got := report("filling", ""); got.code != http.StatusConflict {
		t.Errorf("after its end: %d %s", got.code, got.body)
	}
}

func TestPlanOverHTTP(t *testing.T) {
	t.Parallel()
	s, doc := serve(t), readDocument(t)
	p := s.program(doc, workerToken)
	question := func(directory, hints string) string {
		return fmt.Sprintf(`{"directory":%q,"business":{"name":"Acme"},"hints":%s}`, directory, hints)
	}
	page := `{"page":{"url":"https://city.example/add","controls":[{"ref":"c1","tag":"input","type":"text","label":"Name"}]}}`
	for name, c := range map[string]struct {
		got    answer
		status int
	}{
		"planned":        {p.call("POST", "/plan", question("city", page)), 200},
		"no page":        {p.call("POST", "/plan", question("city", "{}")), 422},
		"unknown hint":   {p.call("POST", "/plan", question("city", `{"press":true}`)), 422},
		"no directory":   {p.call("POST", "/plan", question("none", page)), 404},
		"no token":       {s.program(doc, "").call("POST", "/plan", question("city", page)), 401},
		"another method": {p.call("GET", "/plan", ""), 405},
	} {
		if c.got.code != c.status {
			t.Errorf("%s: %d %s, want %d", name, c.got.code, c.got.body, c.status)
		}
	}
}
