package sandbox

// segment is a part of a function that is charged at once.
type segment struct {
	weight int64
	checks bool // also looks whether the portion is spent
}

// frame estimates the bytes of stack that a call of the function takes, from above: each local variable has a place, and a value that waits for
// another one takes at least two bytes of code.
func (b body) frame(params int) int64 {
	return 64 + 8*(int64(params)+int64(b.localCount)) + 4*int64(len(b.code))
}

// body returns the code of function n of the module's own with the meter in it.
func (m *meter) body(n int) ([]byte, error) {
	b, kind := m.layout.bodies[n], m.layout.types[m.layout.defined[n]]
	segments, err := b.segments(m.looks[n])
	if err != nil {
		return nil, err
	}
	// Two more variables: what is left of the portion, and how many bytes an instruction works on.
	groups := &scanner{b: b.locals}
	count := groups.u32()
	out := append(appendU32(make([]byte, 0, len(b.code)*3/2+64), count+2), b.locals[groups.at:]...)
	out = append(out, 1, typeI64, 1, typeI32)
	left := uint32(len(kind.params)) + uint32(b.localCount)
	w := &bodyWriter{meter: m, out: out, left: left, size: left + 1}

	counted := m.recursive[n]
	if counted {
		w.enter(b.frame(len(kind.params)), kind.results)
	}
	w.charge(segments[0])
	next, depth := 1, uint32(0)
	for s := (&scanner{b: b.code}); s.more(); {
		i := s.instruction()
		whole := b.code[i.from:i.to]
		switch {
		case i.op == opEnd && depth == 0:
			if s.more() {
				return nil, errBinary
			}
			if counted {
				w.leave(b.frame(len(kind.params)))
			}
			w.out = append(w.out, opEnd)
			return w.out, s.err
		case i.op == opReturn && counted:
			w.out = appendU32(append(w.out, 0x0c), depth) // br to the end of the function
			continue
		case i.op == opCall || i.op == opRefFunc:
			w.out = appendU32(append(w.out, i.op), m.renumber(i.index))
			continue
		case i.isBulk():
			w.chargeBytes()
		}
		w.out = append(w.out, whole...)
		switch {
		case i.op >= opBlock && i.op <= opIf:
			depth++
		case i.op == opEnd:
			depth--
		}
		if i.op >= opLoop && i.op <= opElse || i.op == opEnd {
			w.charge(segments[next])
			next++
		}
	}
	return nil, errBinary
}

// weighing is the state of [body.segments].
type weighing struct {
	segments []segment
	regions  []int // by segment: the one that it is charged with if it is small, of the innermost loop around it or the function
	region   int
	now      int
}

func (w *weighing) begin(checks bool) {
	w.now = len(w.segments)
	w.segments = append(w.segments, segment{checks: checks})
	if checks {
		w.segments[w.now].weight = 1
		w.region = w.now
	}
	w.regions = append(w.regions, w.region)
}

// segments weighs the parts of a function, in the order in which they begin: with the function, and after each loop, if, else and end. Whether the function
// looks at what is left when it begins is for the caller to say; loops do.
func (b body) segments(looks bool) ([]segment, error) {
	w := &weighing{}
	w.begin(true)
	var around []int // the region around each open block
	repeats := b.repeats()
	leaves, loops := false, 0 // whether something so far may lead elsewhere than straight on
	for s := (&scanner{b: b.code}); s.more(); {
		i := s.instruction()
		if s.err != nil {
			return nil, s.err
		}
		w.segments[w.now].weight += i.weight()
		leaves = leaves || i.leaves()
		switch i.op {
		case opBlock, opIf:
			around = append(around, w.region)
			if i.op == opIf {
				w.begin(false)
			}
		case opLoop:
			around = append(around, w.region)
			loops++
			if !repeats[loops-1] {
				w.begin(false)
				continue
			}
			w.begin(true)
			if !leaves && len(w.segments) == 2 {
				// The function always comes to this loop, and does nothing before: one look is enough for both.
				w.segments[1].weight += w.segments[0].weight
				w.segments[0] = segment{}
			}
		case opElse:
			w.begin(false)
		case opEnd:
			if len(around) == 0 {
				continue // of the function
			}
			w.region = around[len(around)-1]
			around = around[:len(around)-1]
			w.begin(false)
		}
	}
	if !looks {
		w.segments[0].checks = false
	}
	w.merge()
	return w.segments, nil
}

// repeats tells which loops of a function, in the order in which they begin, are ever gone back to. Go puts nearly every function into a loop that it does
// not need.
func (b body) repeats() []bool {
	var repeats []bool
	var open []int // by block: the number of the loop, or -1
	to := func(label uint32) {
		if n := len(open) - 1 - int(label); n >= 0 && open[n] >= 0 {
			repeats[open[n]] = true
		}
	}
	for s := (&scanner{b: b.code}); s.more(); {
		switch i := s.instruction(); i.op {
		case opBlock, opIf:
			open = append(open, -1)
		case opLoop:
			open = append(open, len(repeats))
			repeats = append(repeats, false)
		case opEnd:
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case opBr, opBrIf:
			to(i.index)
		case opBrTable:
			table := &scanner{b: b.code[:i.to], at: i.from + 1}
			for n := uint64(table.u32()) + 1; n > 0 && table.err == nil; n-- {
				to(table.u32())
			}
		}
	}
	return repeats
}

// merge charges small segments with their regions.
func (w *weighing) merge() {
	together := make([]int64, len(w.segments))
	for n := range w.segments {
		s, region := &w.segments[n], w.regions[n]
		if n == region || s.weight >= ownSegment || together[region]+s.weight > ownTogether {
			continue
		}
		together[region] += s.weight
		w.segments[region].weight += s.weight
		s.weight = 0
	}
}

// bodyWriter writes the code of one function.
type bodyWriter struct {
	meter      *meter
	out        []byte
	left, size uint32 // indexes of the meter's local variables
}

func (w *bodyWriter) op(op byte, index uint32) { w.out = appendU32(append(w.out, op), index) }

func (w *bodyWriter) constant64(v int64) { w.out = appendSigned(append(w.out, 0x42), v) }

func (w *bodyWriter) constant32(v int64) { w.out = appendSigned(append(w.out, 0x41), v) }

// charge takes the weight of a segment off what is left, and asks for the next portion where that is spent.
func (w *bodyWriter) charge(s segment) {
	if s.weight == 0 {
		return
	}
	w.op(0x23, w.meter.left) // global.get
	w.constant64(s.weight * int64(unitOfWork))
	w.out = append(w.out, 0x7d) // i64.sub
	if !s.checks {
		w.op(0x24, w.meter.left) // global.set
		return
	}
	w.take()
}

// take sets what is left to the number on the stack, and asks for more if work or stack is below 0.
func (w *bodyWriter) take() {
	w.op(0x22, w.left) // local.tee
	w.op(0x24, w.meter.left)
	w.op(0x20, w.left) // local.get
	w.constant64(spent)
	w.out = append(w.out, 0x83, 0x42, 0, 0x52, opIf, 0x40) // i64.and, i64.const 0, i64.ne
	w.op(0x20, w.left)
	w.op(opCall, w.meter.refill)
	w.op(0x24, w.meter.left)
	w.out = append(w.out, opEnd)
}

// chargeBytes charges for the bytes that the next instruction works on: one for 64.
func (w *bodyWriter) chargeBytes() {
	w.op(0x22, w.size)
	w.op(0x23, w.meter.left)
	w.op(0x20, w.size)
	w.constant32(6)
	w.out = append(w.out, 0x76, 0xad) // i32.shr_u, i64.extend_i32_u
	w.constant64(32)
	w.out = append(w.out, 0x86, 0x7d) // i64.shl, i64.sub
	w.take()
}

// enter takes a frame off the stack that is left and opens a block that the function's code runs in. The look at what is left comes with the first charge.
func (w *bodyWriter) enter(frame int64, results []byte) {
	w.op(0x23, w.meter.left)
	w.constant64(frame)
	w.out = append(w.out, 0x7d) // i64.sub
	w.op(0x24, w.meter.left)
	w.out = append(w.out, opBlock)
	switch len(results) {
	case 0:
		w.out = append(w.out, 0x40)
	case 1:
		w.out = append(w.out, results[0])
	default:
		w.out = appendSigned(w.out, int64(w.meter.typeOf(results)))
	}
}

// leave closes the block and gives the frame back.
func (w *bodyWriter) leave(frame int64) {
	w.out = append(w.out, opEnd)
	w.op(0x23, w.meter.left)
	w.constant64(frame)
	w.out = append(w.out, 0x7c) // i64.add
	w.op(0x24, w.meter.left)
}

// typeOf is the index of the type of a block that takes nothing and leaves these results.
func (m *meter) typeOf(results []byte) uint32 {
	index, ok := m.blockType[string(results)]
	if !ok {
		index = uint32(len(m.layout.types) + len(m.newTypes))
		m.newTypes = append(m.newTypes, functionType{results: results})
		m.blockType[string(results)] = index
	}
	return index
}
