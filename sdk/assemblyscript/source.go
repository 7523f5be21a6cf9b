// Package assemblyscript carries the SDK for adapters in AssemblyScript, for tools that set up an adapter's folder without the repository.
package assemblyscript

import "embed"

// Source is this folder: the SDK, and in template the adapter that new ones are copied from.
//
//go:embed *.ts *.json README.md template/*.json template/assembly
var Source embed.FS
