package sdk

import "unsafe"

// The exports of the module. A panic of the adapter prints its text on standard error and traps: in a reactor Go's runtime does not exit.

// The memory of the call in progress. The collector does not see the host's pointers, so it is held here.
var request, answer []byte

// boltAlloc returns the address of n bytes for the request.
//
//go:wasmexport bolt_alloc
func boltAlloc(n uint32) uint32 {
	request = make([]byte, n)
	return address(request)
}

// boltCall runs one function of the adapter on the request and returns address<<32 | length of the answer.
//
//go:wasmexport bolt_call
func boltCall(op, ptr, n uint32) uint64 {
	if int(n) != len(request) || ptr != address(request) {
		panic("bolt_call: the request is not what bolt_alloc gave")
	}
	var turn Turn
	if err := turn.Decode(request); err != nil {
		panic("bolt_call: " + err.Error())
	}
	if registered.Plan == nil {
		panic("bolt_call: no adapter; call sdk.Register from init")
	}
	answer = registered.Call(Op(op), &turn).Append(nil)
	return uint64(address(answer))<<32 | uint64(len(answer))
}

func address(b []byte) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }
