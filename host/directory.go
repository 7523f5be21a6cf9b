package host

import "github.com/directorybolt/directorybolt/sdk"

// Directory is a site that lists businesses: a row of the catalogue.
type Directory struct {
	Slug         string // short name, unique: "yelp"
	Name         string
	Website      string
	DAScore      int // domain authority, 0 to 100
	PriorityTier int // the lowest tier that may use it, from 1
	IsActive     bool
	Policy       Policy
	Adapter      string   // name of the adapter that works on it
	Config       string   // the adapter's configuration for it, JSON
	Hosts        []string // host names, with port where it is not the default, that a session may visit
	AssetHosts   []string // further hosts its pages load from
	Start        string   // page where a submission starts
	Manners      Manners
}

// Contract returns the directory as its adapter sees it.
func (d Directory) Contract() sdk.Directory {
	return sdk.Directory{Slug: d.Slug, Name: d.Name, Hosts: d.Hosts, Start: d.Start, Config: d.Config}
}

// Policy is what a directory lets machines do, as recorded from its own words. Only PolicyAllowed lets the engine
// press, and PolicyUnknown where whoever orders the job allows it.
type Policy string

// Policies.
const (
	PolicyAllowed    Policy = "allowed"
	PolicyUnknown    Policy = "unknown"
	PolicyProhibited Policy = "prohibited"
	PolicyAPIOnly    Policy = "api_only"
)
