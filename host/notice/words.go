package notice

import (
	"fmt"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// mostTasks are told one by one; the page has them all.
const mostTasks = 10

// write words a notice.
func (c Config) write(n host.Notice) host.Mail {
	m := host.Mail{Customer: n.Customer, Key: n.Key, Kind: n.Kind, To: n.Email}
	switch n.Kind {
	case "start":
		m.Subject = fmt.Sprintf("We have started on %s", line(n.Company))
		m.Body = c.start(n)
	case "done":
		m.Subject = fmt.Sprintf("Your report: %d of %d directories live", n.Counts[host.ShareLive], n.DirsPaid)
		m.Body = c.done(n)
	case "profile":
		m.Kind = "reminder"
		m.Subject = "Your order waits for the business profile"
		m.Body = c.profile(n)
	case "reminder":
		m.Subject = "Reminder: " + waiting(len(n.Tasks))
		m.Body = c.tasks(n, "This is still open, and only you can do it:")
	default:
		m.Subject = strings.ToUpper(waiting(len(n.Tasks))[:1]) + waiting(len(n.Tasks))[1:]
		m.Body = c.tasks(n, "Only you can do this:")
	}
	return m
}

func (c Config) start(n host.Notice) string {
	return letter(
		fmt.Sprintf("The first of %d directories are being filled in for %s.", n.DirsPaid, line(n.Company)),
		"Watch it here:\n"+c.URL+"/portal",
		"We count a directory only when it shows the listing or says that it has taken it. Directories that review by hand take days, some weeks; nothing is left for you to do there.",
		"If something needs you, we write. You get a report at the end.",
		c.foot(),
	)
}

func (c Config) done(n host.Notice) string {
	var totals strings.Builder
	for _, s := range []struct {
		share host.Share
		words string
	}{
		{host.ShareLive, "live"},
		{host.ShareInReview, "in review by the directory"},
		{host.ShareNeedsYou, "waiting for you"},
		{host.ShareFailed, "could not be done"},
		{host.ShareSkipped, "skipped"},
		{host.ShareToDo, "still to do or being checked"},
	} {
		if n.Counts[s.share] > 0 {
			fmt.Fprintf(&totals, "%5d  %s\n", n.Counts[s.share], s.words)
		}
	}
	parts := []string{
		fmt.Sprintf("We are through with the %d directories of %s:", n.DirsPaid, line(n.Company)),
		strings.TrimRight(totals.String(), "\n"),
		"The report, with the links and what each directory said:\n" + c.URL + "/portal/reports/" + n.Job.String(),
	}
	if n.Counts[host.ShareInReview] > 0 {
		parts = append(parts, "What is in review appears once the directory has looked at it. Nothing is left for you to do there.")
	}
	if n.Counts[host.ShareNeedsYou] > 0 {
		parts = append(parts, "What waits for you:\n"+c.URL+"/portal/needs")
	}
	if n.Counts[host.ShareFailed] > 0 {
		parts = append(parts, "For each that could not be done the report says why. Where nothing was sent you can have it tried again there.")
	}
	return letter(append(parts, c.foot())...)
}

func (c Config) profile(n host.Notice) string {
	return letter(
		fmt.Sprintf("Your order for %s is paid, but nothing is sent yet: the business profile is not approved.", line(n.Company)),
		"Finish and approve it here, it takes about ten minutes:\n"+c.URL+"/portal/profile",
		"Work starts a few minutes after that.",
		c.foot(),
	)
}

func (c Config) tasks(n host.Notice, lead string) string {
	var list strings.Builder
	for i, t := range n.Tasks {
		if i == mostTasks {
			fmt.Fprintf(&list, "- and %d more\n", len(n.Tasks)-mostTasks)
			break
		}
		fmt.Fprintf(&list, "- %s: %s", line(t.Directory), line(t.Message))
		if !t.Deadline.IsZero() {
			fmt.Fprintf(&list, " Until %s.", clock(t.Deadline, n.TimeZone))
		}
		list.WriteString("\n")
	}
	return letter(lead, strings.TrimRight(list.String(), "\n"), "The steps for each:\n"+c.URL+"/portal/needs",
		"What you cannot or do not want to do can be skipped there. The other directories go on meanwhile.", c.foot())
}

func (c Config) foot() string {
	return "Which of these mails you get:\n" + c.URL + "/portal/account"
}

func waiting(n int) string {
	if n == 1 {
		return "one thing waits for you"
	}
	return fmt.Sprintf("%d things wait for you", n)
}

func letter(parts ...string) string { return strings.Join(parts, "\n\n") + "\n" }

// line keeps what strangers wrote, such as a directory's name, on one line and short: it must not pass for a part of the mail.
func line(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 300 {
		return string(r[:299]) + "…"
	}
	return s
}

// clock is a time as its reader's clock shows it.
func clock(t time.Time, zone string) string {
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	return t.In(place).Format("Mon 2 Jan, 15:04 MST")
}
