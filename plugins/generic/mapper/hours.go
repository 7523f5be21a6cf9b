package mapper

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// days are the names of each day of the week, as words or beginnings of names, Monday first.
var days = [...]struct{ code, names string }{
	{"Mo", "monday mon mo montag lundi lun lunes segunda lunedi maandag ma"},
	{"Tu", "tuesday tue tues tu dienstag mardi mar martes terca martedi dinsdag di"},
	{"We", "wednesday wed we mittwoch mercredi mer miercoles quarta mercoledi woensdag wo"},
	{"Th", "thursday thu thur thurs th donnerstag jeudi jeu jueves quinta giovedi donderdag do"},
	{"Fr", "friday fri fr freitag vendredi ven viernes sexta venerdi vrijdag vr"},
	{"Sa", "saturday sat sa samstag samedi sam sabado sabato zaterdag za"},
	{"Su", "sunday sun su sonntag dimanche dim domingo domenica zondag zo"},
}

var dayNames = func() map[string]string {
	m := map[string]string{}
	for _, d := range days {
		for _, n := range strings.Fields(d.names) {
			m[n] = d.code
		}
	}
	return m
}()

var (
	openWords  = set("open opens opening from start starts begin von ab ouvre ouverture abre apertura abertura desde de apre dalle van start1 open1 begins")
	closeWords = set("close closes closing to end ends until till bis ferme fermeture cierra cierre fecha fechamento hasta ate chiude chiusura alle tot a end1 close1")
	flagWords  = set("closed geschlossen ferme cerrado fechado chiuso gesloten 24h 24hours allday")
	hoursWords = set("hours hour opening openings open schedule times time offnungszeiten horaires horario horarios orari orario openingstijden bdbh bh timings business_hours day days")
)

// dayOf returns the day a control's words name, "Mo" to "Su". Two-letter and ambiguous short names count only where the words also
// speak of hours.
func dayOf(w []string, hours bool) string {
	for _, one := range w {
		if code, ok := dayNames[one]; ok && (len(one) > 3 || hours) {
			return code
		}
	}
	return ""
}

// hoursRole says what part of an hours editor a control is, and which day it is for; the day is empty where the control does not say.
func hoursRole(c *sdk.Control) (t Type, day string) {
	own := append(words(c.Label), words(c.Name)...)
	own = append(own, words(c.ID)...)
	own = append(own, words(c.Placeholder)...)
	section := words(c.Section)
	hours := c.Type == "time" || anyOf(own, hoursWords) || has(section, "hours") || hasAny(section, "offnungszeiten", "horaires", "horario", "orari", "openingstijden")
	day = dayOf(own, hours)
	if day == "" && hours && len(section) > 0 {
		day = dayOf(section[max(0, len(section)-3):], hours)
	}
	if !hours && day == "" {
		return "", ""
	}
	switch {
	case c.Type == "checkbox" || c.Type == "switch" || c.Type == "radio":
		switch {
		case anyOf(own, flagWords) || has(own, "24"):
			return HoursFlag, day
		case day != "" || len(c.Choices) > 0 && dayOf(words(c.Choices[0].Label), true) != "":
			return HoursDay, day
		}
		return "", ""
	case day == "" && c.Type != "time" && !timed(own):
		return "", ""
	case anyOf(own, closeWords) && !lastIn(own, openWords, closeWords):
		return HoursClose, day
	case anyOf(own, openWords) && (c.Type == "time" || c.Type == "select" || day != ""):
		return HoursOpen, day
	case day != "" && c.Type != "time" && c.Type != "select":
		return HoursText, day
	case c.Type == "time" || c.Type == "select" && day != "":
		return HoursOpen, day // the second of a row becomes its close when the rows are put together
	}
	return "", day
}

func timed(w []string) bool {
	return hasAny(w, "open time", "close time", "opening time", "closing time", "start time", "end time", "hours open", "hours close", "hours from", "hours to", "hour open", "hour close")
}

func anyOf(w []string, of map[string]bool) bool {
	for _, one := range w {
		if of[one] {
			return true
		}
	}
	return false
}

// lastIn reports whether the last word that is in either set is in a: "hours[monday][open]" speaks of opening, although "hours
// to" may stand before.
func lastIn(w []string, a, b map[string]bool) bool {
	for i := len(w) - 1; i >= 0; i-- {
		if b[w[i]] {
			return false
		}
		if a[w[i]] {
			return true
		}
	}
	return false
}
