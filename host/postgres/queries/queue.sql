-- name: KeepMessage :exec
INSERT INTO queue_messages (message_id, body, reason, receives) VALUES (@message_id, @body, @reason, @receives)
ON CONFLICT (message_id) DO UPDATE SET reason = excluded.reason, receives = greatest(queue_messages.receives, excluded.receives), seen_at = now();

-- name: MarkMessageSent :exec
UPDATE queue_messages SET sent_as = @sent_as, seen_at = now() WHERE message_id = @message_id;

-- name: MessageReason :one
SELECT reason FROM queue_messages WHERE message_id = @message_id;

-- name: EnqueuedMessage :one
SELECT (event_data->>'message_id')::text FROM queue_history WHERE job_id = @job_id AND event_type = 'enqueued' ORDER BY id LIMIT 1;
