// Package migrations holds the database schema as numbered SQL files. They are applied in order and never edited once
// they have left a developer's machine.
package migrations

import "embed"

// FS holds the files.
//
//go:embed *.sql
var FS embed.FS
