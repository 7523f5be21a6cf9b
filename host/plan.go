package host

import "github.com/directorybolt/directorybolt/sdk"

// Hints are what a plan is made on.
type Hints struct {
	Page     *sdk.Page        `json:"page"`     // as it is seen now
	Number   uint32           `json:"number"`   // of the call within one submission, from 1; 0 means 1
	State    []byte           `json:"state"`    // that the call before answered with
	Results  []sdk.StepResult `json:"results"`  // of its steps
	Refusals []sdk.Refusal    `json:"refusals"` // of earlier presses
}

// Plan is what an adapter would do on a page. Nothing of it has been done.
type Plan struct {
	Steps       []sdk.Step      `json:"plan"` // empty where the adapter hands over to a person
	Constraints PlanConstraints `json:"constraints"`
	Factors     PlanFactors     `json:"idempotency_factors"`
}

// PlanConstraints are what whoever carries a plan out is bound to.
type PlanConstraints struct {
	Policy    Policy         `json:"policy"`              // what the directory lets machines do
	MaySubmit bool           `json:"may_submit"`          // whether its policy alone lets a machine press Submit
	Hosts     []string       `json:"hosts"`               // that may be visited
	Submits   bool           `json:"submits"`             // the last step presses Submit: commit the intent first, and never press twice
	State     []byte         `json:"state,omitempty"`     // for the next call, as hints.state
	HandOver  *sdk.Parking   `json:"hand_over,omitempty"` // a person is needed first
	Reject    *sdk.Rejection `json:"reject,omitempty"`    // a detail of the profile that the directory will not take
	Adapter   string         `json:"adapter"`             // name and version
	Version   string         `json:"adapter_version"`
}

// PlanFactors are what makes two submissions the same: job_results.idempotency_key is the SHA-256 of the job's id, the directory and the canonical business.
type PlanFactors struct {
	Directory      string `json:"directory"`
	BusinessDigest string `json:"business_sha256"` // of the profile as canonical JSON, RFC 8785
	BusinessKey    string `json:"business_key"`    // of what identifies the business, whoever orders
}
