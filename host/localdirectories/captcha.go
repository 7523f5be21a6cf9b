package localdirectories

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
)

// captchaCode is what the image of the directory says. It never changes: a person at a demonstration can solve it, and a
// program that looked into the page's source could not.
func (d *directory) captchaCode() string {
	const letters = "ABCDEFGHKMNPRSTWXYZ23456789"
	sum := sha256.Sum256([]byte("captcha of " + d.Slug))
	code := ""
	for _, b := range sum[:5] {
		code += string(letters[int(b)%len(letters)])
	}
	return code
}

func captchaRoutes(d *directory) {
	d.formRoutes()
	d.mux.HandleFunc("GET /captcha.svg", func(w http.ResponseWriter, _ *http.Request) {
		var b strings.Builder
		b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="200" height="64" viewBox="0 0 200 64"><rect width="200" height="64" fill="#eee7f6"/>`)
		for i := range 9 {
			fmt.Fprintf(&b, `<path d="M0 %d Q100 %d 200 %d" stroke="#9a86b8" fill="none"/>`, i*8, 64-i*11, i*7+4)
		}
		for i, c := range d.captchaCode() {
			x, y, tilt := 18+i*36, 44-(i%3)*6, (i*37)%50-25
			fmt.Fprintf(&b, `<text x="%d" y="%d" transform="rotate(%d %d %d)" font-family="Georgia" font-size="34" font-weight="700" fill="#3d2763">%c</text>`, x, y, tilt, x+10, y-10, c)
		}
		b.WriteString(`</svg>`)
		w.Header().Set("Content-Type", "image/svg+xml")
		_, _ = w.Write([]byte(b.String())) // the client is gone
	})
}

func judgeCaptchaImage(d *directory, p *press) outcome {
	if strings.EqualFold(strings.TrimSpace(p.form.Get("captcha")), d.captchaCode()) {
		return outcome{}
	}
	return outcome{refusal: "The characters do not match the image. Please try again."}
}

// judgeCaptchaWidget asks for what the widget puts in once a person has ticked it. There is nobody to check it with.
func judgeCaptchaWidget(_ *directory, p *press) outcome {
	if p.form.Get("g-recaptcha-response") != "" {
		return outcome{}
	}
	return outcome{refusal: "Please confirm that you are not a robot."}
}
