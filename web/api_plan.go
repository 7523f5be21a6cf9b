package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// planner has the adapter of a directory plan, and does nothing of the plan.
type planner interface {
	Plan(ctx context.Context, directory string, business json.RawMessage, h host.Hints) (host.Plan, error)
}

// apiPlan is POST /plan.
func (s site) apiPlan(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Directory string          `json:"directory"`
		Business  json.RawMessage `json:"business"`
		Hints     host.Hints      `json:"hints"`
	}
	err := decode(r, &in)
	switch {
	case err != nil:
	case in.Directory == "" || len(in.Business) == 0:
		err = host.Errorf(host.Invalid, "Send directory, business and hints.")
	case in.Hints.Page == nil:
		err = host.Errorf(host.Invalid, "An adapter plans on what it sees: send the observation of the page as hints.page.")
	}
	var plan host.Plan
	if err == nil {
		plan, err = s.Planner.Plan(r.Context(), in.Directory, in.Business, in.Hints)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	plan.Steps = slices.Concat([]sdk.Step{}, plan.Steps) // never null
	s.answer(w, r, http.StatusOK, plan)
}
