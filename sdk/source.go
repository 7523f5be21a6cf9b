//go:build !wasip1

package sdk

import "embed"

// Source is the source of this package and those below it, for tools that set up an adapter's folder without a network.
//
//go:embed *.go contract.proto match/*.go sdktest/*.go
var Source embed.FS
