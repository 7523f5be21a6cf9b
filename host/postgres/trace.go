package postgres

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
	"github.com/directorybolt/directorybolt/sdk"
)

// Bounds of a trace. What is over them is not kept, and its place says so.
const (
	maxTracedCall  = 4 << 20 // bytes of one call's request and answer
	maxTracedCalls = 4 << 20 // bytes of all calls of a submission, compressed
)

// AddTrace records calls of an adapter, all of them or none.
func (d *DB) AddTrace(ctx context.Context, s host.Submission, calls ...host.TracedCall) error {
	kept, err := d.read().TraceSize(ctx, s.ID)
	if err != nil {
		return fmt.Errorf("size of trace: %w", err)
	}
	writes := make([]func(*db.Queries) error, len(calls))
	for i, c := range calls {
		row := traceRow(s, c, &kept)
		writes[i] = func(q *db.Queries) error { return q.InsertTrace(ctx, row) }
	}
	if err := together(ctx, d.pool, writes...); err != nil {
		return fmt.Errorf("insert trace: %w", err)
	}
	return nil
}

// traceRow is a call as it is kept, given what the calls before it take up.
func traceRow(s host.Submission, c host.TracedCall, kept *int64) db.InsertTraceParams {
	request, answer := compressed(c.Request), compressed(c.Answer)
	cut := ""
	if size := len(c.Request) + len(c.Answer); size > maxTracedCall {
		cut = fmt.Sprintf("request and answer have %d bytes; at most %d are kept of a call", size, maxTracedCall)
	} else if int(*kept)+len(request)+len(answer) > maxTracedCalls {
		cut = fmt.Sprintf("the calls before it take up the %d bytes that are kept of a submission", maxTracedCalls)
	}
	if cut != "" {
		request, answer = []byte{}, []byte{}
	}
	*kept += int64(len(request) + len(answer))
	return db.InsertTraceParams{
		SubmissionID: s.ID, Attempt: int32(c.Attempt), Op: c.Op.String(), Adapter: text(c.Adapter), Version: text(c.Version), Digest: c.Digest,
		Contract: int32(c.Contract), Wazero: c.Wazero, Clock: c.Clock, Seed: int64(c.Seed), Request: request, Answer: answer, Cut: cut,
		Log: text(c.Log), Failure: text(c.Failure), Work: c.Work, DurationUs: c.Duration.Microseconds(),
	}
}

// Trace returns the calls of a submission, oldest first; none if no adapter was called or if they are past their age.
func (d *DB) Trace(ctx context.Context, submission uuid.UUID) ([]host.TracedCall, error) {
	rows, err := d.read().TracesOfSubmission(ctx, submission)
	if err != nil {
		return nil, fmt.Errorf("trace of submission: %w", err)
	}
	calls := make([]host.TracedCall, len(rows))
	for i, r := range rows {
		request, answer := r.Request, r.Answer
		if r.Compressed && r.Cut == "" {
			if request, err = expanded(r.Request); err == nil {
				answer, err = expanded(r.Answer)
			}
			if err != nil {
				return nil, fmt.Errorf("call %d of the trace is damaged: %w", i+1, err)
			}
		}
		calls[i] = host.TracedCall{
			Call: host.Call{
				Op: opNamed(r.Op), Adapter: r.Adapter, Version: r.Version, Digest: r.Digest, Request: request, Answer: answer,
				Log: r.Log, Duration: time.Duration(r.DurationUs) * time.Microsecond, Work: r.Work, Failure: r.Failure,
			},
			Conditions: host.Conditions{Contract: uint32(r.Contract), Wazero: r.Wazero, Clock: r.Clock.UTC(), Seed: uint64(r.Seed)},
			Attempt:    int(r.Attempt), Cut: r.Cut,
		}
	}
	return calls, nil
}

// DropTraces removes calls older than age, at most a thousand at a time, and returns how many. A submission's attempts age one by one.
func (d *DB) DropTraces(ctx context.Context, age time.Duration) (int, error) {
	n, err := d.read().DropTraces(ctx, age)
	if err != nil {
		return 0, fmt.Errorf("drop traces: %w", err)
	}
	return int(n), nil
}

// opNamed is the inverse of Op's String for the functions that submissions call.
func opNamed(name string) sdk.Op {
	for _, op := range []sdk.Op{sdk.OpPlan, sdk.OpVerify, sdk.OpLookup} {
		if op.String() == name {
			return op
		}
	}
	return sdk.OpDescribe
}

// writers are kept, for a fresh one weighs 800 KB and makes up most of the work on a small page.
var writers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

func compressed(b []byte) []byte {
	w := writers.Get().(*gzip.Writer)
	defer writers.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	_, _ = w.Write(b) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

func expanded(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, maxTracedCall))
}
