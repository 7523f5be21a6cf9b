package pages

import "testing"

// What a browser loads of a page that it sees for the first time, as it is sent, in bytes.
const (
	mostLoaded = 150 << 10
	mostScript = 25 << 10
	mostStyle  = 12 << 10
)

// TestFirstLoadIsLight weighs the pages whose figures are promised, with all that they load, on an order of 300 directories.
func TestFirstLoadIsLight(t *testing.T) {
	t.Parallel()
	s, cookies, fill := inhabited(t, 300)
	for _, p := range measured {
		page := openLooked(t, s.url+fill.Replace(p.path), cookies[p.who], nil)
		got, err := page.Evaluate(`() => {
			const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
			const sum = (wanted) => all.filter((e) => wanted(new URL(e.name).pathname)).reduce((n, e) => n + e.encodedBodySize, 0);
			return [sum(() => true), sum((path) => path.endsWith(".js")), sum((path) => path.endsWith(".css"))];
		}`)
		if err != nil {
			t.Fatal(err)
		}
		loaded := got.([]any)
		total, script, style := loaded[0].(int), loaded[1].(int), loaded[2].(int)
		t.Logf("%-20s %6d bytes in all, %5d of scripts, %5d of styles", p.name, total, script, style)
		if script == 0 || style == 0 {
			t.Errorf("%s: scripts %d, styles %d: the files were not found", p.name, script, style)
		}
		if total > mostLoaded || script > mostScript || style > mostStyle {
			t.Errorf("%s loads %d bytes (at most %d), scripts %d (%d), styles %d (%d)", p.name, total, mostLoaded, script, mostScript, style, mostStyle)
		}
	}
}
