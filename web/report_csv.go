package web

import (
	"bytes"
	"encoding/csv"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/directorybolt/directorybolt/host"
)

func (s site) reportCSV(w http.ResponseWriter, r *http.Request) {
	report, err := s.report(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	data, err := reportAsCSV(report)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	download(w, report, "csv", "text/csv; charset=utf-8", data)
}

// download sends a report as a file. Its name has only letters and digits of the business's.
func download(w http.ResponseWriter, report host.Report, ending, mediaType string, data []byte) {
	parts := strings.FieldsFunc(strings.ToLower(report.Company), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	name := strings.Join(append([]string{"directories"}, parts...), "-")
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + ending}))
	h.Set("Content-Length", strconv.Itoa(len(data)))
	w.Write(data)
}

// reportAsCSV writes a line for each directory. It begins with a byte order mark, without which Excel does not take it for UTF-8.
func reportAsCSV(report host.Report) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	c := csv.NewWriter(&out)
	c.UseCRLF = true
	lines := [][]string{{"Directory", "Website", "Status", "Counted as", "Listing", "The directory's words", "Note", "Name", "Address", "Phone", "Authority", "Updated (UTC)"}}
	for _, row := range report.Rows {
		standing, share := row.Standing()
		lines = append(lines, []string{
			row.DirectoryName, row.Website, string(standing), string(share), row.Submission.ListingURL, row.Submission.Verdict.Quote, row.Submission.Note,
			matchWords(row.Seen.Name), matchWords(row.Seen.Address), matchWords(row.Seen.Phone),
			strconv.Itoa(row.DAScore), row.Submission.UpdatedAt.UTC().Format(time.DateTime),
		})
	}
	for _, line := range lines {
		for i := range line {
			line[i] = cell(line[i])
		}
		if err := c.Write(line); err != nil {
			return nil, err
		}
	}
	c.Flush()
	return out.Bytes(), c.Error()
}

// cell keeps a spreadsheet from taking a stranger's words for a formula: what could begin one gets a ' before it.
func cell(s string) string {
	start := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	if start != "" && strings.ContainsRune("=+-@|%＝＋－＠", []rune(start)[0]) || start != s {
		return "'" + s
	}
	return s
}

func matchWords(m host.Match) string {
	if m == host.Unchecked {
		return "not checked"
	}
	return string(m)
}
