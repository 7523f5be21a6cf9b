package postgres_test

import (
	"slices"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// What a plan is said to get is what an order gets.
func TestOffersAreWhatOrdersGet(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 400)
	c, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Directories) != 400 || !slices.IsSortedFunc(c.Directories, func(a, b host.CatalogueEntry) int { return b.DAScore - a.DAScore }) {
		t.Errorf("%d directories, or not by authority", len(c.Directories))
	}
	for _, offer := range c.Offers {
		job := start(t, db, customer(t, db), offer.Package)
		var got []string
		for _, s := range submissions(t, db, job.ID) {
			got = append(got, s.Directory)
		}
		want := slices.Clone(offer.Slugs)
		slices.Sort(got)
		slices.Sort(want)
		if len(got) == 0 || len(got) > offer.Directories || !slices.Equal(got, want) {
			t.Errorf("%s: an order got %d directories, the offer says %d", offer.Package, len(got), len(want))
		}
	}
}

func TestCatalogueTellsHowItWent(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	job := start(t, db, customer(t, db), host.Enterprise)
	subs := submissions(t, db, job.ID)
	slug := subs[0].Directory
	other := start(t, db, customer(t, db), host.Enterprise)
	for _, sql := range []string{
		`UPDATE job_results SET status = 'failed' WHERE directory = $1`,
		`UPDATE job_results SET status = 'submitted', listing = 'under_review', intents = 1 WHERE directory = $1 AND job_id = '` + job.ID.String() + `'`,
		`INSERT INTO attention_items (submission_id, audience, reason, message) SELECT id, 'customer', 'captcha', '' FROM job_results WHERE directory = $1`,
		`UPDATE jobs SET status = 'completed', completed_at = announced_at + interval '5 hours' WHERE $1 <> '' AND id IN ('` + job.ID.String() + `', '` + other.ID.String() + `')`,
	} {
		if _, err := db.Pool().Exec(t.Context(), sql, slug); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	c, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range c.Directories {
		if d.Slug == slug && (d.Tried != 2 || d.Accepted != 1 || !slices.Equal(d.Asks, []string{"captcha"})) {
			t.Errorf("%+v", d)
		}
		if d.Slug != slug && (d.Tried != 0 || len(d.Asks) != 0) {
			t.Errorf("nothing has come of %+v yet", d)
		}
	}
	if last := c.Offers[len(c.Offers)-1]; last.Finished != 2 || last.Typical != 5*time.Hour {
		t.Errorf("finished %d in %v", last.Finished, last.Typical)
	}
	// What is long ago says nothing of today.
	if _, err := db.Pool().Exec(t.Context(), `UPDATE job_results SET updated_at = now() - interval '91 days'`); err != nil {
		t.Fatal(err)
	}
	if c, err = db.Catalogue(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, d := range c.Directories {
		if d.Tried != 0 {
			t.Errorf("%s: %d from long ago", d.Slug, d.Tried)
		}
	}
}
