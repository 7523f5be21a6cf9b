package postgres

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/directorybolt/directorybolt/host"
)

// NoAnswer is in the text of every error that says so.
const NoAnswer = "the database does not answer"

// Reach connects once. away says of an error that waiting may mend it: nobody answers at the address, or the server is starting, stopping or full.
func Reach(ctx context.Context, dsn string) (away bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err == nil {
		return false, conn.Close(ctx)
	}
	var refusal *pgconn.PgError
	if errors.As(err, &refusal) && !strings.HasPrefix(refusal.Code, "57P") && refusal.Code != "53300" {
		return false, host.Errorf(host.Invalid, "the database refuses the connection: %w; see to DATABASE_URL", err)
	}
	return true, host.Errorf(host.Unavailable, NoAnswer+": %w", err)
}
