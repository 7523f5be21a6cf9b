package sandbox

// maxUnlooked bounds the work of a call that does not look at what is left. A function has room for some thirty thousand calls, so all together is far below
// what the balance holds, and takes a fraction of a second.
const maxUnlooked = 8_000

// lookouts tells which functions look at what is left when they begin. Loops always look. Of the functions, it is enough that those do which call through
// a table, one on each other cycle of calls, and whatever would take too long in between. The others only count: most functions are small, and a look costs
// as much as some of them do.
type lookouts struct {
	layout *layout
	looks  []bool
	calls  [][]uint32 // of each function's own calls to functions of the module, one for each place
	work   []int64    // of a function with all that it calls without a look; by function once it is known
	state  []byte
}

const (
	unvisited = iota
	visiting
	visited
)

func (l *layout) lookouts() []bool {
	o := &lookouts{
		layout: l, looks: make([]bool, len(l.bodies)), calls: make([][]uint32, len(l.bodies)),
		work: make([]int64, len(l.bodies)), state: make([]byte, len(l.bodies)),
	}
	for n, b := range l.bodies {
		for s := (&scanner{b: b.code}); s.more(); {
			i := s.instruction()
			o.work[n] += i.weight()
			switch {
			case i.op == opCall && i.index >= uint32(len(l.imported)) && i.index < uint32(len(l.imported)+len(l.bodies)):
				o.calls[n] = append(o.calls[n], i.index-uint32(len(l.imported)))
			case i.op == opCallIndirect:
				o.looks[n] = true
			}
		}
	}
	for n := range l.bodies {
		o.visit(uint32(n))
	}
	return o.looks
}

// visit returns the work of a function until the next look.
func (o *lookouts) visit(n uint32) int64 {
	switch o.state[n] {
	case visiting: // it can come to call itself
		o.looks[n] = true
		return 0
	case unvisited:
		o.state[n] = visiting
		work := o.work[n]
		for _, callee := range o.calls[n] {
			work = min(work+o.visit(callee), 2*maxUnlooked)
		}
		o.work[n] = work
		o.looks[n] = o.looks[n] || work > maxUnlooked
		o.state[n] = visited
	}
	if o.looks[n] {
		return 0
	}
	return o.work[n]
}
