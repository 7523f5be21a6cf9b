//go:build !wasip1

package sdk

import "embed"

// Source is the source of this package and of sdktest, for tools that set up an adapter's folder without a network.
//
//go:embed *.go contract.proto sdktest/*.go
var Source embed.FS
