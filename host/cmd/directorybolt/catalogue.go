package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// catalogueAddress is the address of the local directories that the rows beside the adapters are written for.
const catalogueAddress = ":7071"

// row is a directory as the files beside the adapters tell it.
type row struct {
	Slug         string          `json:"slug"`
	Name         string          `json:"name"`
	Website      string          `json:"website"`
	Start        string          `json:"start"`
	Hosts        []string        `json:"hosts"`
	AssetHosts   []string        `json:"asset_hosts"`
	DAScore      int             `json:"da_score"`
	PriorityTier int             `json:"priority_tier"`
	IsActive     bool            `json:"is_active"`
	Policy       host.Policy     `json:"policy"`
	Adapter      string          `json:"adapter"`
	Config       json.RawMessage `json:"config"`
	AtOnce       *int            `json:"at_once"` // these as in [host.Manners], and as it says where they are left out
	Gap          *string         `json:"gap"`     // as "90s", "1m"
	Daily        *int            `json:"daily"`
	Quiet        string          `json:"quiet"` // hours (UTC) as "22:00-06:00"
}

// readCatalogue reads the directories that ship beside the adapters, in plugins/*/directories.json. Rows of local
// directories are moved to the port these listen on.
func readCatalogue(plugins, port string) ([]host.Directory, error) {
	files, err := filepath.Glob(filepath.Join(plugins, "*", "directories.json"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, host.Errorf(host.NotFound, "no directories.json beside the adapters in %s: run this in the repository, or name the folder with --plugins", plugins)
	}
	var directories []host.Directory
	seen := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		rows, err := parseRows(bytes.ReplaceAll(data, []byte(catalogueAddress), []byte(":"+port)))
		if err != nil {
			return nil, host.Errorf(host.Invalid, "%s: %w", file, err)
		}
		for _, r := range rows {
			if other, ok := seen[r.Slug]; ok {
				return nil, host.Errorf(host.Invalid, "%s: directory %q is also in %s", file, r.Slug, other)
			}
			seen[r.Slug] = file
			directories = append(directories, r.directory())
		}
	}
	return directories, nil
}

func parseRows(data []byte) ([]row, error) {
	var rows []row
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rows); err != nil {
		return nil, err
	}
	for i, r := range rows {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("row %d (%s): %w", i+1, r.Slug, err)
		}
	}
	return rows, nil
}

func (r row) check() error {
	start, err := url.Parse(r.Start)
	switch {
	case r.Slug == "" || r.Name == "" || r.Adapter == "":
		return fmt.Errorf("slug, name and adapter are needed")
	case err != nil || !slices.Contains(r.Hosts, start.Host):
		return fmt.Errorf("start %q is not on one of its hosts %s", r.Start, strings.Join(r.Hosts, ", "))
	case !slices.Contains([]host.Policy{host.PolicyAllowed, host.PolicyUnknown, host.PolicyProhibited, host.PolicyAPIOnly}, r.Policy):
		return fmt.Errorf("policy %q is none of allowed, unknown, prohibited, api_only", r.Policy)
	case r.PriorityTier < 1 || r.PriorityTier > 5:
		return fmt.Errorf("priority_tier %d is not from 1 to 5", r.PriorityTier)
	}
	_, err = r.manners()
	return err
}

// manners are those that the row says, and for what it does not say the usual ones; a directory on this machine needs none.
func (r row) manners() (m host.Manners, err error) {
	if !slices.ContainsFunc(r.Hosts, isLocal) {
		m = host.DefaultManners
	}
	if r.AtOnce != nil {
		m.AtOnce = *r.AtOnce
	}
	if r.Daily != nil {
		m.Daily = *r.Daily
	}
	if r.Gap != nil {
		if m.Gap, err = time.ParseDuration(*r.Gap); err != nil {
			return m, fmt.Errorf("gap %q is no time such as \"90s\" or \"1m\"", *r.Gap)
		}
	}
	if m.AtOnce < 0 || m.Daily < 0 || m.Gap < 0 {
		return m, fmt.Errorf("at_once, gap and daily are not below 0; 0 means without a limit")
	}
	if r.Quiet == "" {
		return m, nil
	}
	from, until, _ := strings.Cut(r.Quiet, "-")
	begin, beginErr := time.Parse("15:04", from)
	end, endErr := time.Parse("15:04", until)
	if beginErr != nil || endErr != nil {
		return m, fmt.Errorf("quiet %q is not as \"22:00-06:00\", in UTC", r.Quiet)
	}
	m.QuietFrom, m.QuietUntil = sinceMidnight(begin), sinceMidnight(end)
	return m, nil
}

func sinceMidnight(t time.Time) time.Duration { return t.Sub(t.Truncate(24 * time.Hour)) }

func (r row) directory() host.Directory {
	m, _ := r.manners() // checked before
	return host.Directory{
		Manners: m,
		Slug:    r.Slug, Name: r.Name, Website: r.Website, DAScore: r.DAScore, PriorityTier: r.PriorityTier, IsActive: r.IsActive,
		Policy: r.Policy, Adapter: r.Adapter, Config: string(r.Config), Hosts: r.Hosts, AssetHosts: r.AssetHosts, Start: r.Start,
	}
}
