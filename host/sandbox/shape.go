package sandbox

// Limits on the shape of a module. Compiling is the worst that a module can do to the host: its time grows faster than the size of a function, and
// with how deep loops lie in each other times how many variables live in them. What toolchains make is far below these; the figures in parentheses are
// of Go's, whose functions are the largest.
const (
	maxFunctions = 20_000
	maxBody      = 64 << 10 // bytes of one function
	maxLocals    = 256
	maxParams    = 64 // also of results
	maxLoops     = 32 // in each other
	maxBlocks    = 2000
	maxTypes     = 5000
	maxGlobals   = 1000
	maxSections  = 100
	meterGlobals = 1       // that the meter adds
	maxTable     = 1 << 16 // elements of all tables, 8 bytes each in the host
)

// checkShape refuses a module whose compilation could take the host's time or memory.
func (l *layout) checkShape() error {
	if len(l.types) > maxTypes {
		return refuse("the module has %d types; at most %d are taken", len(l.types), maxTypes)
	}
	for _, t := range l.types {
		if len(t.params) > maxParams || len(t.results) > maxParams {
			return refuse("a function of the module has more than %d parameters or results", maxParams)
		}
	}
	for n, b := range l.bodies {
		if len(b.code) > maxBody {
			return refuse("function %d of the module has %d bytes; at most %d are taken: split it", n+len(l.imported), len(b.code), maxBody)
		}
		if b.localCount > maxLocals {
			return refuse("function %d of the module has %d local variables; at most %d are taken: split it", n+len(l.imported), b.localCount, maxLocals)
		}
		if err := b.checkNesting(n + len(l.imported)); err != nil {
			return err
		}
	}
	return nil
}

func (b body) checkNesting(number int) error {
	var open []byte
	loops := 0
	for s := (&scanner{b: b.code}); s.more(); {
		i := s.instruction()
		switch {
		case s.err != nil:
			return refuse("%v", s.err)
		case i.op >= opBlock && i.op <= opIf:
			open = append(open, i.op)
			if i.op == opLoop {
				loops++
			}
			if loops > maxLoops {
				return refuse("function %d of the module has more than %d loops in each other", number, maxLoops)
			}
			if len(open) > maxBlocks {
				return refuse("function %d of the module has more than %d blocks in each other", number, maxBlocks)
			}
		case i.op == opEnd && len(open) > 0:
			if open[len(open)-1] == opLoop {
				loops--
			}
			open = open[:len(open)-1]
		case i.op == opEnd && s.more():
			return refuse("%v", errBinary)
		}
	}
	return nil
}
