package sandbox

// instruction is one instruction of a function.
type instruction struct {
	op       byte
	sub      uint32 // after the prefix 0xfc
	index    uint32 // of the function that is called or referred to; of the type that is called indirectly; of the label that br and br_if go to
	from, to int    // where it stands in the code
}

// Instructions that the meter treats apart.
const (
	opBlock        = 0x02
	opLoop         = 0x03
	opIf           = 0x04
	opElse         = 0x05
	opEnd          = 0x0b
	opBr           = 0x0c
	opBrIf         = 0x0d
	opBrTable      = 0x0e
	opReturn       = 0x0f
	opCall         = 0x10
	opCallIndirect = 0x11
	opMemoryGrow   = 0x40
	opRefFunc      = 0xd2
	opPrefixed     = 0xfc

	subMemoryInit = 8
	subMemoryCopy = 10
	subMemoryFill = 11
)

// instruction reads one instruction of WebAssembly 2.0 without vectors. What else there may be is refused: a meter that does not know an
// instruction cannot charge for it. Instructions that change a table or drop data are
// refused because an instance that is made fresh again has the tables and data it began with.
func (s *scanner) instruction() instruction {
	i := instruction{from: s.at}
	i.op = s.byte()
	switch op := i.op; {
	case op <= 0x01 || op == opElse || op == opEnd || op == opReturn || op == 0x1a || op == 0x1b || op == 0xd1 || op >= 0x45 && op <= 0xc4:
		// no immediates
	case op >= opBlock && op <= opIf:
		s.number()
	case op == opCall || op == opRefFunc:
		i.index = s.u32()
	case op == opCallIndirect:
		i.index = s.u32()
		s.u32()
	case op == opBr || op == opBrIf:
		i.index = s.u32()
	case op >= 0x20 && op <= 0x25: // locals, globals, table.get
		s.u32()
	case op == opBrTable:
		for n := uint64(s.u32()) + 1; n > 0 && s.err == nil; n-- {
			s.u32()
		}
	case op == 0x1c: // select with types
		s.vector()
	case op >= 0x28 && op <= 0x3e: // loads and stores
		s.u32()
		s.number()
	case op == 0x3f || op == opMemoryGrow:
		s.byte()
	case op == 0x41 || op == 0x42:
		s.number()
	case op == 0x43:
		s.take(4)
	case op == 0x44:
		s.take(8)
	case op == 0xd0: // ref.null
		s.byte()
	case op == opPrefixed:
		i.sub = s.u32()
		switch {
		case i.sub <= 7: // saturating truncations
		case i.sub == subMemoryInit || i.sub == subMemoryCopy:
			s.u32()
			s.u32()
		case i.sub == subMemoryFill || i.sub == 16: // memory.fill, table.size
			s.u32()
		default:
			s.fail("the module changes its tables or drops data while it runs; adapters do not")
		}
	case op == 0x26:
		s.fail("the module changes its tables or drops data while it runs; adapters do not")
	case op == 0xfd:
		s.fail("the module uses vector instructions (SIMD), which adapters do not have: build it without them")
	default:
		s.fail("the module uses an instruction (0x%02x) that adapters do not have: build it for plain WebAssembly 2.0", op)
	}
	i.to = s.at
	return i
}

// weight is what an instruction is charged where it stands. Those that only give the code its structure cost nothing: no machine code comes of them.
func (i instruction) weight() int64 {
	switch op := i.op; {
	case op == 0x01 || op >= opBlock && op <= opElse || op == opEnd || op == 0x1a:
		return 0
	case op == opCall:
		return 3
	case op == opCallIndirect:
		return 6
	case op >= 0x6d && op <= 0x70, op >= 0x7f && op <= 0x82, op == 0x91, op == 0x95, op == 0x9f, op == 0xa3: // divisions, roots
		return 8
	case op == opMemoryGrow:
		return 1000
	case op == opPrefixed && i.sub >= subMemoryInit:
		return 20
	}
	return 1
}

// isBulk reports whether the instruction works on as many bytes as the number on top of the stack says.
func (i instruction) isBulk() bool {
	return i.op == opPrefixed && (i.sub == subMemoryInit || i.sub == subMemoryCopy || i.sub == subMemoryFill)
}

// leaves reports whether what follows in the code may not be what comes next.
func (i instruction) leaves() bool {
	switch i.op {
	case 0x00, opBr, opBrIf, opBrTable, opReturn, opIf, opCall, opCallIndirect:
		return true
	}
	return i.isBulk()
}
