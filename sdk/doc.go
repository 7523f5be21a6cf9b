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
// The host opens the directory's start page, observes it and calls Plan with the [Turn]: the [Business], the [Directory], the
// [Page]. Plan answers with [Do] and a list of steps, [Park] (a person is needed) or [Reject] (the customer must mend a field).
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
// # Steps and targets
//
// A step is what to do and where: [Fill], [Choose], [Check], [Upload], [RichText], [Tags], [Click] and more, on a [Label], [Name], [Placeholder],
// [Button], [Role], [Ref] or, last, [CSS]. [Page.At] means the control that the host observed under a name, whatever stands behind it.
// [Step.For] notes the profile field that a value comes from, [Step.IfKnown] leaves a step out that has nothing to enter, and [Step.OnlyIf] one
// that does not apply.
//
// # What forms ask for
//
// What the business has is seldom written as the form wants it. There is a helper for each of these:
//
//   - what cannot be done without: [Lacking] and [Needs] for the profile, [Page.Require] and [FormChanged] for the form;
//   - a choice of categories: [BestOption], [BestOrOther], [OtherOption]; of places: [CountryOption], [RegionOption], [CityOption]; of amounts:
//     [PriceOption], [CountOption]; of yes and no: [YesNo]. Lists that show only when they are opened are made with [OptionsNamed];
//   - telephone numbers: [Phone.In] by the control's example, [Phone.Split] into several boxes, [Phone.Like], [Phone.Dashed];
//   - texts of limited length: [Control.Fit], [Shorten], [Ellipsis]; tags: [FirstTags], [JoinTags];
//   - addresses: [Address.RegionIn], [Address.StreetLine], [Address.Place], beside the parts that [Address] has;
//   - opening hours: [FillHours] for a row a day, [HoursLine] for one line, [Clock12] and [Clock24] for the times;
//   - profiles elsewhere: [Business.SocialURL], [Business.SocialName];
//   - the pages of a wizard: [Page.Asks];
//   - the whole of verify and lookup, where a directory does the usual: [Outcome] and [Search].
//
// They return an empty string, rather than a guess, where nothing fits.
//
// # Failures
//
// An error returned, or a panic, is the adapter's own failure: it is shown to the author and to staff, never to the customer.
// When the page is not the one the adapter knows, return an error ([FormChanged], [Fail]) rather than guess.
//
// # Tests
//
// Package [github.com/directorybolt/directorybolt/sdk/sdktest] runs an adapter's cases: an observed page, and what the adapter must answer to it.
//
// # Size
//
// The smallest adapter has 2 MB, of which 1.8 are Go's runtime. This package imports nothing that would add to that: an adapter that imports
// strings has 0.07 MB more, with fmt or encoding/json about a megabyte, and starts slower.
//
// # Versions
//
// [ContractVersion] is the version of the contract that an adapter built with this package speaks. What may change within a version, and how long an old
// one is served, is promised in CHANGELOG.md.
package sdk
