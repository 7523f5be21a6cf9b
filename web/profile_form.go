package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

const (
	maxText    = 1 << 20 // bytes of all that is typed
	maxValue   = 10_000  // characters of a field
	maxValues  = 60      // of a field
	maxUploads = 20
	// maxPicture is a little over what is taken, so that whoever takes it can say how much is too much.
	maxPicture = 6 << 20
)

// upload is a file of a form.
type upload struct {
	field, name string
	data        []byte
	size        int64 // all of it; data may be cut short
}

// readForm reads a form as it comes: of files no more is kept in memory than is taken, and a file that is too large does not cost the owner the
// rest of the form.
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, []upload, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		r.Body = http.MaxBytesReader(w, r.Body, maxText)
		if err := r.ParseForm(); err != nil {
			return nil, nil, unreadable(err)
		}
		return r.PostForm, nil, nil
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, nil, unreadable(err)
	}
	values, files, left := url.Values{}, []upload(nil), int64(maxText)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return values, files, nil
		}
		if err != nil {
			return nil, nil, unreadable(err)
		}
		limit := left
		if part.FileName() != "" {
			limit = maxPicture
		}
		data, err := io.ReadAll(io.LimitReader(part, limit))
		if err != nil {
			return nil, nil, unreadable(err)
		}
		more, err := io.Copy(io.Discard, part)
		switch {
		case err != nil:
			return nil, nil, unreadable(err)
		case part.FileName() != "":
			if len(files) < maxUploads {
				files = append(files, upload{part.FormName(), part.FileName(), data, int64(len(data)) + more})
			}
		case more > 0:
			return nil, nil, host.Errorf(host.Invalid, "That is more text than a profile can hold. Go back and make it shorter.")
		default:
			left -= int64(len(data))
			values.Add(part.FormName(), string(data))
		}
	}
}

func unreadable(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return host.Errorf(host.Invalid, "The form is larger than %d MB with its pictures. Go back and send fewer of them at a time.", large.Limit>>20)
	}
	return host.Errorf(host.Invalid, "The form did not arrive whole. Go back and send it again.")
}

// fieldsOf are the fields of a form that people fill in. Pictures are not: what a form says of them is no proof that they are the viewer's.
func fieldsOf(form url.Values, prefix string) map[string][]string {
	out := map[string][]string{}
	for _, name := range page.Inputs() {
		values := slices.Clone(form[prefix+name])
		for other := range strings.SplitSeq(form.Get(prefix+page.Others(name)), ",") {
			if other = strings.TrimSpace(other); other != "" {
				values = append(values, other)
			}
		}
		if !strings.HasPrefix(name, "hours.") {
			values = slices.DeleteFunc(values, func(v string) bool { return strings.TrimSpace(v) == "" })
		}
		values = values[:min(len(values), maxValues)]
		for i, v := range values {
			values[i] = cut(strings.ReplaceAll(v, "\r\n", "\n"), maxValue)
		}
		if strings.Join(values, "") != "" {
			out[name] = values
		}
	}
	return out
}

func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit])
}

// filledIn is the draft with what the form says, and with its pictures as they are stored.
func filledIn(d host.Draft, form url.Values) host.Draft {
	return withFields(d, fieldsOf(form, ""), form)
}

func withFields(d host.Draft, fields map[string][]string, form url.Values) host.Draft {
	for _, field := range []string{"logo", "cover", "photos"} {
		if images := d.Fields[field]; len(images) > 0 {
			fields[field] = images
		}
	}
	d.Fields = fields
	if _, err := host.TierOf(host.Package(form.Get("package"))); err == nil {
		d.Package = host.Package(form.Get("package"))
	}
	return named(d)
}

// named brings up to date what a draft is found by.
func named(d host.Draft) host.Draft {
	first := func(field string) string {
		if values := d.Fields[field]; len(values) > 0 {
			return strings.TrimSpace(values[0])
		}
		return ""
	}
	d.Email, d.CompanyName = first("email"), first("name")
	return d
}

// revisionOf is the revision of the draft that the form was shown with.
func revisionOf(form url.Values) int {
	n, err := strconv.Atoi(form.Get("revision"))
	if err != nil {
		return -1 // no revision: whatever is stored, it is newer
	}
	return n
}
