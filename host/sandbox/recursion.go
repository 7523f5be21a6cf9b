package sandbox

// recursive tells which functions can come to call themselves: those on a cycle of the graph of calls. A call through a table may reach every function
// of its type that a table can hold.
func (l *layout) recursive() []bool {
	functions := len(l.bodies)
	// Nodes are the functions, then one for each type: a call through a table goes to the node of the type, which goes on to its functions.
	edges := make([][]uint32, functions+len(l.types))
	for n, b := range l.bodies {
		seen := map[uint32]bool{}
		for s := (&scanner{b: b.code}); s.more(); {
			i := s.instruction()
			to := uint32(functions) + i.index
			switch {
			case i.op == opCall && i.index >= uint32(len(l.imported)):
				to = i.index - uint32(len(l.imported))
			case i.op == opRefFunc:
				l.takes[i.index] = true
				continue
			case i.op != opCallIndirect:
				continue
			}
			if int(to) < len(edges) && !seen[to] {
				seen[to] = true
				edges[n] = append(edges[n], to)
			}
		}
	}
	for f := range l.takes {
		if n := int(f) - len(l.imported); n >= 0 && n < functions {
			kind := functions + int(l.defined[n])
			edges[kind] = append(edges[kind], uint32(n))
		}
	}
	return onCycles(edges)[:functions]
}

// onCycles tells which nodes of a graph lie on a cycle, by Tarjan's algorithm without recursion: a module may nest calls as deep as it likes.
func onCycles(edges [][]uint32) []bool {
	const unseen = -1
	cycle := make([]bool, len(edges))
	order, low := make([]int, len(edges)), make([]int, len(edges))
	onPath := make([]bool, len(edges))
	for n := range order {
		order[n] = unseen
	}
	type visit struct{ node, edge int }
	var visits []visit
	var path []int
	count := 0
	for root := range edges {
		if order[root] != unseen {
			continue
		}
		visits = append(visits, visit{node: root})
		for len(visits) > 0 {
			v := &visits[len(visits)-1]
			n := v.node
			if v.edge == 0 {
				order[n], low[n] = count, count
				count++
				path = append(path, n)
				onPath[n] = true
			}
			if v.edge < len(edges[n]) {
				to := int(edges[n][v.edge])
				v.edge++
				switch {
				case to == n:
					cycle[n] = true
				case order[to] == unseen:
					visits = append(visits, visit{node: to})
				case onPath[to]:
					low[n] = min(low[n], order[to])
				}
				continue
			}
			visits = visits[:len(visits)-1]
			if len(visits) > 0 {
				above := visits[len(visits)-1].node
				low[above] = min(low[above], low[n])
			}
			if low[n] == order[n] {
				size := len(path)
				for {
					last := path[len(path)-1]
					path = path[:len(path)-1]
					onPath[last] = false
					if last == n {
						break
					}
				}
				if size-len(path) > 1 {
					for _, member := range path[len(path):size] {
						cycle[member] = true
					}
				}
			}
		}
	}
	return cycle
}
