package web

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// exporter writes everything that is stored of a customer, file by file, and returns what is in the blob store.
type exporter interface {
	Export(ctx context.Context, customer uuid.UUID, open func(file string) (io.Writer, error)) ([]host.KeptEvidence, error)
}

// exportTime bounds an export. A reader who takes longer holds up others.
const exportTime = 5 * time.Minute

const exportReadme = `Everything that DirectoryBolt stores of %s, as of %s.

Each .json file is a list of rows; times are UTC.
  account.json       who you are to us, and which mails you get
  profile.json       the business profile, in every approved version
  draft.json         what is typed into the profile form
  orders.json        what you ordered
  submissions.json   each directory of each order, and what came of it
  events.json        what happened, step by step
  tasks.json         what you were asked to do
  evidence.json      what we kept as proof; the files are in evidence/
  payments.json      what was paid; card numbers are with Stripe, not with us
  consents.json      your word that we may list the business
  mails.json         mails we sent you; their texts are not kept
  sessions.json      browsers that are signed in
  support.json       what you wrote to us
  report_links.json  links to reports; the links themselves are not kept
  deletions.json     requests to delete the account

evidence/ has, for each directory, pictures and texts of pages and the values that were sent.
missing.txt, where it is there, names evidence whose file is not kept any more.
`

// exportShow streams the export: no more than one row of it is in memory, and of a file no more than a piece.
func (s site) exportShow(w http.ResponseWriter, r *http.Request) {
	if err := owner(r); err != nil {
		s.fail(w, r, err)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), exportTime)
	defer cancel()
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(exportTime)) // where it cannot be set, ctx ends the work between two writes
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="directorybolt-export.zip"`)
	if err := s.export(ctx, w, viewer(r)); err != nil {
		// It is too late for a page that says so. A cut connection shows that the file is not whole.
		s.Log.ErrorContext(ctx, "export broken off", "customer_id", customer(r), "error", err)
		panic(http.ErrAbortHandler)
	}
}

// owner refuses whoever has not proved to have the e-mail address: a session can begin with a payment, too.
func owner(r *http.Request) error {
	if viewer(r).Verified {
		return nil
	}
	return host.Errorf(host.Denied, "This needs proof that the e-mail address is yours: sign out, sign in again with the link we mail you, and come back.")
}

func (s site) export(ctx context.Context, w io.Writer, who host.Session) error {
	archive := zip.NewWriter(w)
	now := time.Now().UTC()
	create := func(name string, at time.Time) (io.Writer, error) {
		return archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at.UTC()})
	}
	readme, err := create("README.txt", now)
	if err != nil {
		return err
	}
	fmt.Fprintf(readme, exportReadme, who.Company, now.Format("2 January 2006, 15:04 UTC"))
	kept, err := s.Exports.Export(ctx, who.Customer, func(file string) (io.Writer, error) { return create(file+".json", now) })
	if err != nil {
		return err
	}
	var missing strings.Builder
	for _, e := range kept {
		name := fmt.Sprintf("evidence/%s/%d-%s%s", e.Directory, e.ID, e.Kind, ending(e.MediaType))
		data, err := s.Blobs.Open(ctx, e.Digest)
		if host.KindOf(err) == host.NotFound && err != nil {
			missing.WriteString(name + "\n")
			continue
		}
		if err != nil {
			return err
		}
		f, err := create(name, e.At)
		if err == nil {
			_, err = io.Copy(f, data)
		}
		if err = errors.Join(err, data.Close()); err != nil {
			return err
		}
	}
	if missing.Len() > 0 {
		f, err := create("missing.txt", now)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, missing.String()); err != nil {
			return err
		}
	}
	return archive.Close()
}

// ending is how the name of an evidence file ends.
func ending(mediaType string) string {
	switch {
	case mediaType == "image/jpeg":
		return ".jpg"
	case mediaType == "image/png":
		return ".png"
	case mediaType == "application/json":
		return ".json"
	}
	return ".txt" // also pages: opened as HTML, a stranger's would run
}
