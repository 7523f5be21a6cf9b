// Generic submits to directories whose form is an ordinary one: the mapper reads the page, and what is particular to a directory is its
// configuration. A directory that needs more than words and patterns gets an adapter of its own.
package main

import "github.com/directorybolt/directorybolt/sdk"

var adapter = sdk.Adapter{
	Name: "generic", Version: "1.0.0", Summary: "Directories with an ordinary form, each by a few lines of configuration.",
	Author: "DirectoryBolt contributors", Licence: "MIT",
	ConfigSchema: configSchema,
	Plan:         plan, Verify: verify, Lookup: lookup,
}

func init() { sdk.Register(adapter) }

func main() {}
