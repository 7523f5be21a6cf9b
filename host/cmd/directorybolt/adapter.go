package main

// AdapterCmd is for the authors of adapters.
type AdapterCmd struct {
	New   AdapterNewCmd   `cmd:"" help:"Start an adapter in a new folder; works anywhere, without a network."`
	Build AdapterBuildCmd `cmd:"" help:"Compile an adapter to WebAssembly and append its manifest."`
	Test  AdapterTestCmd  `cmd:"" help:"Run an adapter's cases natively and in the sandbox."`

	Conform AdapterConformCmd `cmd:"" help:"Check that modules keep the contract, in whatever language they were written."`
}
