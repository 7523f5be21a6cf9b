-- name: TraceSize :one
-- Bytes that the calls of a submission take.
SELECT coalesce(sum(octet_length(request) + octet_length(answer)), 0)::bigint FROM traces WHERE submission_id = @submission_id;

-- name: InsertTrace :exec
INSERT INTO traces (submission_id, attempt, op, adapter, version, digest, contract, wazero, clock, seed,
                    request, answer, compressed, cut, log, failure, work, duration_us)
VALUES (@submission_id, @attempt, @op, @adapter, @version, @digest, @contract, @wazero, @clock, @seed,
        @request, @answer, true, @cut, @log, @failure, @work, @duration_us);

-- name: TracesOfSubmission :many
SELECT * FROM traces WHERE submission_id = @submission_id ORDER BY id;

-- name: DropTraces :execrows
DELETE FROM traces WHERE id IN (SELECT id FROM traces WHERE created_at < now() - @age::interval ORDER BY created_at LIMIT 1000 FOR UPDATE SKIP LOCKED);
