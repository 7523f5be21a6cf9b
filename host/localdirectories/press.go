package localdirectories

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// press is one submit of a directory's real form.
type press struct {
	number  int
	form    url.Values        // as posted, by input name
	values  map[string]string // as understood, by what the field is
	uploads []Upload
}

// outcome is what a directory decided about a press.
type outcome struct {
	accepted *Listing
	dropped  bool              // thanked for, not stored
	errors   map[string]string // by input name
	refusal  string            // words for the whole submission
	existing *Listing          // the refusal is for this listing
}

// maxBody bounds what one press may carry, in bytes.
const maxBody = 12 << 20

// submit takes a press of the ordinary form and answers with a page.
func (d *directory) submit(w http.ResponseWriter, r *http.Request) {
	p, out, err := d.receive(w, r)
	if err != nil {
		d.message(w, http.StatusInternalServerError, err.Error(), "")
		return
	}
	d.answer(w, r, p, out)
}

// receive records a press, decides about it and stores what it decided; the answer is the caller's. The client going away
// does not stop it, as it would not stop a directory.
func (d *directory) receive(w http.ResponseWriter, r *http.Request) (*press, outcome, error) {
	p, err := d.read(w, r)
	if err != nil {
		return nil, outcome{}, err
	}
	if p.number, err = d.store.press(p.values); err != nil {
		return nil, outcome{}, err
	}
	d.failed.Store(false)
	d.wait(d.delay.BeforeStore)
	out, err := d.decide(p)
	d.log.InfoContext(r.Context(), "press received", "directory", d.Slug, "press", p.number, "accepted", out.accepted != nil)
	d.wait(d.delay.BeforeAnswer)
	return p, out, err
}

// read understands what was posted.
func (d *directory) read(w http.ResponseWriter, r *http.Request) (*press, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if err := r.ParseMultipartForm(maxBody); err != nil {
			return nil, err
		}
	} else if err := r.ParseForm(); err != nil {
		return nil, err
	}
	p := &press{form: r.Form, values: map[string]string{}}
	for _, f := range d.Fields {
		if f.Type == "file" {
			continue
		}
		if v := d.value(f, r.Form); v != "" && f.shown(r.Form.Get) {
			p.values[f.Is] = v
		}
	}
	if r.MultipartForm == nil {
		return p, nil
	}
	for _, f := range d.Fields {
		for _, header := range r.MultipartForm.File[f.Name] {
			file, err := header.Open()
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(file)
			_ = file.Close()
			if err != nil {
				return nil, err
			}
			if len(data) == 0 {
				continue
			}
			u, err := d.store.keep(f.Is, header.Filename, data)
			if err != nil {
				return nil, err
			}
			p.uploads = append(p.uploads, u)
		}
	}
	return p, nil
}

// value is what a field's inputs say, in words.
func (d *directory) value(f Field, form url.Values) string {
	if f.Type == "hours" {
		return readHours(f, form)
	}
	var all []string
	for _, v := range form[f.Name] {
		v = strings.TrimSpace(v)
		if len(f.Options) > 0 {
			v = d.optionLabel(f, v)
		}
		if v != "" {
			all = append(all, v)
		}
	}
	return strings.Join(all, ", ")
}

// decide judges a press and makes the judgement durable.
func (d *directory) decide(p *press) (outcome, error) {
	out := d.judge(p)
	switch {
	case out.dropped:
		return out, d.store.outcome(p.number, "dropped", "thanked, not stored")
	case out.refusal != "":
		return out, d.store.outcome(p.number, "refused", out.refusal)
	case len(out.errors) > 0:
		why := ""
		for _, f := range d.Fields {
			if msg := out.errors[f.Name]; msg != "" {
				why += f.Name + ": " + msg + " "
			}
		}
		return out, d.store.outcome(p.number, "refused", strings.TrimSpace(why))
	}
	state := d.kind.state
	if state == "" {
		state = "live"
	}
	l, err := d.store.add(Listing{State: state, Values: p.values, Uploads: p.uploads, Press: p.number})
	if err != nil {
		return outcome{}, err
	}
	return outcome{accepted: &l}, nil
}

func (d *directory) judge(p *press) outcome {
	if d.Token && !d.tokenGood(p.form.Get("form_token")) {
		return outcome{refusal: d.words.Expired}
	}
	if errs := d.missing(p, 0); len(errs) > 0 {
		return outcome{errors: errs}
	}
	if d.kind.judge != nil {
		return d.kind.judge(d, p)
	}
	return outcome{}
}

// missing returns a message for each required field of a wizard's page (0: of all) that is empty, and for options nobody offered.
func (d *directory) missing(p *press, step int) map[string]string {
	errs := map[string]string{}
	for _, f := range d.Fields {
		if !f.Required || !f.shown(p.form.Get) || step > 0 && f.Step != step {
			continue
		}
		if f.Type == "file" {
			if !hasUpload(p.uploads, f.Is) {
				errs[f.Name] = d.words.Required
			}
			continue
		}
		if d.value(f, p.form) == "" {
			errs[f.Name] = d.words.Required
		}
	}
	return errs
}

func hasUpload(uploads []Upload, field string) bool {
	for _, u := range uploads {
		if u.Field == field {
			return true
		}
	}
	return false
}

// wait lets the directory take its time, but not past the server's end.
func (d *directory) wait(t time.Duration) {
	if t <= 0 {
		return
	}
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-d.closed:
	}
}

// token is a fresh form token. It needs no memory, so that a form opened before a restart can still be sent.
func (d *directory) token() string {
	n := strconv.FormatInt(d.tokens.Add(1), 10)
	return n + "." + d.sign(n)
}

func (d *directory) tokenGood(token string) bool {
	n, mac, _ := strings.Cut(token, ".")
	return hmac.Equal([]byte(mac), []byte(d.sign(n)))
}

func (d *directory) sign(n string) string {
	h := hmac.New(sha256.New, []byte(d.Slug))
	h.Write([]byte(n))
	return hex.EncodeToString(h.Sum(nil)[:12])
}
