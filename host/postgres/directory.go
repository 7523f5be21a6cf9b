package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// PutDirectories stores directories, each in the place of the one with its slug.
func (d *DB) PutDirectories(ctx context.Context, directories []host.Directory) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		for _, dir := range directories {
			if err := q.PutDirectory(ctx, directoryRow(dir)); err != nil {
				return fmt.Errorf("store directory %s: %w", dir.Slug, err)
			}
		}
		return nil
	})
}

// AddDirectory stores a directory unless there is one with its slug, which is left as it is.
func (d *DB) AddDirectory(ctx context.Context, dir host.Directory) error {
	if err := d.read().AddDirectory(ctx, db.AddDirectoryParams(directoryRow(dir))); err != nil {
		return fmt.Errorf("store directory %s: %w", dir.Slug, err)
	}
	return nil
}

func directoryRow(dir host.Directory) db.PutDirectoryParams {
	config := json.RawMessage(dir.Config)
	if len(config) == 0 {
		config = json.RawMessage("{}")
	}
	return db.PutDirectoryParams{
		Slug: text(dir.Slug), Name: text(dir.Name), Website: text(dir.Website), DaScore: int32(dir.DAScore), PriorityTier: int32(dir.PriorityTier),
		IsActive: dir.IsActive, Policy: string(dir.Policy), Adapter: text(dir.Adapter), Config: document(config),
		Hosts: texts(dir.Hosts), AssetHosts: texts(dir.AssetHosts), Start: text(dir.Start),
		AtOnce: int32(dir.Manners.AtOnce), Gap: dir.Manners.Gap, Daily: int32(dir.Manners.Daily),
		QuietFrom: minutes(dir.Manners.QuietFrom), QuietUntil: minutes(dir.Manners.QuietUntil),
	}
}

// Directory returns the directory with the slug.
func (d *DB) Directory(ctx context.Context, slug string) (host.Directory, error) {
	row, err := d.read().DirectoryBySlug(ctx, slug)
	if err != nil {
		return host.Directory{}, found(err, "directory", slug)
	}
	return directory(row), nil
}

func directory(row db.Directory) host.Directory {
	return host.Directory{
		Slug: row.Slug, Name: row.Name, Website: row.Website, DAScore: int(row.DaScore), PriorityTier: int(row.PriorityTier),
		IsActive: row.IsActive, Policy: host.Policy(row.Policy), Adapter: row.Adapter, Config: string(row.Config),
		Hosts: row.Hosts, AssetHosts: row.AssetHosts, Start: row.Start,
		Manners: manners(row.AtOnce, row.Gap, row.Daily, row.QuietFrom, row.QuietUntil),
	}
}

func manners(atOnce int32, gap time.Duration, daily, quietFrom, quietUntil int32) host.Manners {
	return host.Manners{
		AtOnce: int(atOnce), Gap: gap, Daily: int(daily),
		QuietFrom: time.Duration(quietFrom) * time.Minute, QuietUntil: time.Duration(quietUntil) * time.Minute,
	}
}

func minutes(d time.Duration) int32 { return int32(d / time.Minute) }

// list is an empty array where s is nil: the columns know no NULL.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
