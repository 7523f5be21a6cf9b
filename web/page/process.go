package page

import (
	"fmt"
	"strings"

	"github.com/directorybolt/directorybolt/host"
)

// summaryOf says how many processes there are of each fate, and how many submissions the living make at once.
func summaryOf(all []host.Process) string {
	living, lost, slots := 0, 0, 0
	for _, p := range all {
		switch {
		case p.Lost:
			lost++
		case p.StoppedAt.IsZero():
			living++
			slots += p.Slots
		}
	}
	text := fmt.Sprintf("%d running, %s at once", living, quantity(slots, "submission"))
	if lost > 0 {
		text += fmt.Sprintf("; %d lost: others take up what they held within half a minute", lost)
	}
	return text
}

func quantity(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// badgeOf is the colour, the icon and the word for how a process is.
func badgeOf(p host.Process) (class, icon, word string) {
	switch {
	case !p.StoppedAt.IsZero():
		return "", "out", "Stopped"
	case p.Lost:
		return "bad", "failed", "Lost"
	case !host.Ready(p.Parts):
		return "warn", "alert", "Not ready"
	}
	return "ok", "check", "Ready"
}

// activityOf is what a worker is busy with.
func activityOf(p host.Process) string {
	switch {
	case p.Lost && p.Working > 0:
		return "held " + quantity(p.Working, "submission")
	case p.Lost || p.Slots == 0 && p.Working == 0:
		return ""
	}
	return fmt.Sprintf("submissions: %d of %d at once", p.Working, p.Slots)
}

func rolesOf(p host.Process) string { return strings.Join(p.Roles, ", ") }
