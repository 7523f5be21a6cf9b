package main

// AdapterCmd is for the authors of adapters, in the order in which they need it.
type AdapterCmd struct {
	New      AdapterNewCmd      `cmd:"" help:"Start an adapter in a new folder; works anywhere, without a network."`
	Practice AdapterPracticeCmd `cmd:"" help:"Serve made-up directories on this machine to try adapters on."`
	Dev      AdapterDevCmd      `cmd:"" help:"See what an adapter does on a directory's page, anew at each save; never presses Submit."`
	Capture  AdapterCaptureCmd  `cmd:"" help:"Keep a page of a directory as a test case, without private data."`
	Test     AdapterTestCmd     `cmd:"" help:"Run an adapter's cases natively and in the sandbox."`
	Lint     AdapterLintCmd     `cmd:"" help:"Judge an adapter: hosts, selectors, cases, what it forgets."`
	Build    AdapterBuildCmd    `cmd:"" help:"Compile an adapter to WebAssembly and append its manifest."`
	Conform  AdapterConformCmd  `cmd:"" help:"Check that modules keep the contract, in whatever language they were written."`
	Trace    AdapterTraceCmd    `cmd:"" help:"Write the trace of a submission to a file: every call of its adapter."`
	Replay   AdapterReplayCmd   `cmd:"" help:"Make the calls of traces again, compare the answers, and make twins and test cases of them."`
}
