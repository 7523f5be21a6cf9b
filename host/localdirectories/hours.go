package localdirectories

import (
	"net/url"
	"strings"
)

// days are the rows of the hours editor.
var days = []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}

var dayNames = map[string]string{"Mo": "Monday", "Tu": "Tuesday", "We": "Wednesday", "Th": "Thursday", "Fr": "Friday", "Sa": "Saturday", "Su": "Sunday"}

// readHours turns the rows of the hours editor into text: "Mo 09:00-17:00, Tu closed". A row nobody touched says nothing.
func readHours(f Field, form url.Values) string {
	var out []string
	for _, day := range days {
		prefix := f.Name + "[" + day + "]"
		from, to := form.Get(prefix+"[open]"), form.Get(prefix+"[close]")
		switch {
		case form.Get(prefix+"[closed]") != "":
			out = append(out, day+" closed")
		case from != "" && to != "":
			out = append(out, day+" "+from+"-"+to)
		}
	}
	return strings.Join(out, ", ")
}
