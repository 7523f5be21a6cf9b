package localdirectories

import "net/http"

// password opens the login kind to any email.
const password = "welcome"

// loginRoutes show a login where the form would be, until a person has logged in.
func loginRoutes(d *directory) {
	member := func(form http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if c, err := r.Cookie("member"); err != nil || c.Value != d.sign(password) {
				http.Redirect(w, r, "/login?next="+d.Add, http.StatusSeeOther)
				return
			}
			form(w, r)
		}
	}
	d.mux.HandleFunc("GET "+d.Add, member(func(w http.ResponseWriter, _ *http.Request) { d.showForm(w, http.StatusOK, form{}) }))
	d.mux.HandleFunc("POST "+d.Add, member(d.submit))
	d.mux.HandleFunc("GET /login", func(w http.ResponseWriter, _ *http.Request) {
		d.page(w, http.StatusOK, "login.html", "Log in", "")
	})
	d.mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("email") == "" || r.FormValue("password") != password {
			d.page(w, http.StatusUnauthorized, "login.html", "Log in", "Wrong email or password.")
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "member", Value: d.sign(password), Path: "/", HttpOnly: true})
		http.Redirect(w, r, d.Add, http.StatusSeeOther)
	})
}
