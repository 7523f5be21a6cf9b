package score

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Summary writes one line of figures.
func (r Result) Summary(w io.Writer, name string) {
	c := r.Total()
	p, recall, f1 := c.Rates()
	fmt.Fprintf(w, "%-16s micro P %.3f R %.3f F1 %.3f  (right %d wrong %d missed %d)  macro F1 %.3f  filled in vain %v\n", name, p, recall, f1, c.Right, c.Wrong, c.Missed, r.Macro(), r.Filled)
}

// Table writes the figures by type, those asked for most often first, and by form.
func (r Result) Table(w io.Writer, gold []Form) {
	types := slices.Collect(maps.Keys(r.Types))
	slices.SortFunc(types, func(a, b string) int {
		x, y := r.Types[a], r.Types[b]
		return cmp.Or(cmp.Compare(y.Right+y.Missed, x.Right+x.Missed), cmp.Compare(a, b))
	})
	fmt.Fprintf(w, "\n%-24s %5s %6s %6s %6s %6s\n", "type", "n", "wrong", "P", "R", "F1")
	for _, t := range types {
		row(w, t, r.Types[t])
	}
	fmt.Fprintf(w, "\n%-40s %5s %6s %6s %6s %6s\n", "system", "n", "wrong", "P", "R", "F1")
	for _, f := range gold {
		c := r.Forms[f.Name]
		p, recall, f1 := c.Rates()
		fmt.Fprintf(w, "%-40.40s %5d %6d %6.2f %6.2f %6.2f\n", f.Name+" ("+f.System+")", c.Right+c.Missed, c.Wrong, p, recall, f1)
	}
}

func row(w io.Writer, name string, c Count) {
	p, recall, f1 := c.Rates()
	fmt.Fprintf(w, "%-24s %5d %6d %6.2f %6.2f %6.2f\n", name, c.Right+c.Missed, c.Wrong, p, recall, f1)
}
