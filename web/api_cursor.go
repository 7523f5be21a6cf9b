package web

import (
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// What a cursor is of: one of a list is of no use in another.
const (
	cursorJobs        = 'j'
	cursorResults     = 'r'
	cursorDirectories = 'd'
	cursorDeliveries  = 'w'
)

const (
	usualPage   = 50
	largestPage = 100
	longestSlug = 100
)

// listed is a page of a list. NextCursor leads to the one after it; null after the last.
type listed[T any] struct {
	Data       []T     `json:"data"`
	NextCursor *string `json:"next_cursor"`
}

// paged cuts a list, of which one more was read than the page has, to its page.
func paged[T any](rows []T, most int, cursor func(T) string) listed[T] {
	out := listed[T]{Data: rows}
	if len(rows) > most {
		out.Data = rows[:most]
		next := cursor(rows[most-1])
		out.NextCursor = &next
	}
	if out.Data == nil {
		out.Data = []T{}
	}
	return out
}

// pageSize is how many rows a request wants on a page.
func pageSize(r *http.Request) (int, error) {
	asked := r.URL.Query().Get("limit")
	if asked == "" {
		return usualPage, nil
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 || n > largestPage {
		return 0, host.Errorf(host.Invalid, "limit is a number from 1 to %d.", largestPage)
	}
	return n, nil
}

var errCursor = host.Errorf(host.Invalid, "This cursor was not made for this list. Take next_cursor from the page before, as it is.")

// encoding is strict, so that there is one way to write each cursor.
var encoding = base64.RawURLEncoding.Strict()

func placeCursor(list byte, p host.Place) string {
	b := binary.BigEndian.AppendUint64([]byte{list}, uint64(p.At.UnixMicro()))
	return encoding.EncodeToString(append(b, p.ID[:]...))
}

// parsePlace reads a cursor of a list by creation; an empty one is the place before the first.
func parsePlace(list byte, cursor string) (host.Place, error) {
	if cursor == "" {
		return host.Place{}, nil
	}
	b, err := encoding.DecodeString(cursor)
	if err != nil || len(b) != 1+8+16 || b[0] != list {
		return host.Place{}, errCursor
	}
	p := host.Place{At: time.UnixMicro(int64(binary.BigEndian.Uint64(b[1:9]))).UTC(), ID: uuid.UUID(b[9:])}
	if p.At.Year() < 2000 || p.At.Year() > 9999 || p.ID == uuid.Nil {
		return host.Place{}, errCursor
	}
	return p, nil
}

func slugCursor(slug string) string {
	return encoding.EncodeToString(append([]byte{cursorDirectories}, slug...))
}

// parseSlug reads a cursor of the list of directories; an empty one is before the first.
func parseSlug(cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	b, err := encoding.DecodeString(cursor)
	if err != nil || len(b) < 2 || len(b) > 1+longestSlug || b[0] != cursorDirectories {
		return "", errCursor
	}
	return string(b[1:]), nil
}
