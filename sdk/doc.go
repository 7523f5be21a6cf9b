// Package sdk is what the author of an adapter imports.
//
// An adapter knows one directory, or one kind of directory. It is a pure function from what the host saw to what the host
// should do next: it has no network, files, clock or secrets, and nothing survives from one call to the next but the state
// it asks the host to hand back. It is compiled to WebAssembly with the standard Go toolchain and runs in a sandbox:
//
//	func init() {
//		sdk.Register(sdk.Adapter{
//			Name: "hello", Version: "1.0.0",
//			Hosts: []string{"hello.example"},
//			Start: "https://hello.example/add",
//			Plan:  plan, Verify: verify, Lookup: lookup,
//		})
//	}
//
//	func main() {}
//
// # Turns
//
// The host opens the directory's start page, observes it and calls Plan with the [Turn]: the business, the directory, the
// page. Plan answers with [Do] and a list of steps, [Park] (a person is needed) or [Reject] (the customer must mend a field).
// After steps without a [Submit] the host observes again and calls Plan again, with the results of the steps and the
// state given to [Move.With]: that is how a form of several pages is filled. [Submit] is the last step of a plan.
//
// After the press the host calls Verify: did the directory take the submission? It answers [Live], [UnderReview],
// [AlreadyListed], [Rejected] or [Unknown], and quotes the words that convinced it; the host looks for the quote on the page, and a
// verdict whose quote it does not find counts as unknown. "Thank you" alone proves nothing.
//
// Before the press, and where the outcome of a press was lost, the host calls Lookup: is the business listed? It answers [Live],
// [UnderReview], [Absent] (proven: no pending entry can exist either) or [Unknown]. Verify and Lookup may look further with [Do], but never
// submit.
//
// # Failures
//
// An error returned, or a panic, is the adapter's own failure: it is shown to the author and to staff, never to the customer.
// When the page is not the one the adapter knows, return an error ([Fail]) rather than guess.
//
// # Size
//
// The package uses a few small packages of the standard library. An adapter that imports fmt or encoding/json works, but is about a megabyte larger
// and starts slower.
package sdk
