-- Who wants to be told of changes.
CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    format TEXT NOT NULL,
    -- JSON arrays: patterns of kinds; environments, empty for all.
    events TEXT NOT NULL,
    environments TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    -- Sealed; the one before signs too until it ends.
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_secret_until BIGINT,
    -- The sequence of the last entry of the audit log that was looked at.
    seen BIGINT NOT NULL,
    -- Failures in a row, and until when it is left in peace for them.
    failures BIGINT NOT NULL,
    resting_until BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What each is told, and what came of it.
CREATE TABLE webhook_deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    webhook TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    -- The id of the audit log's entry; null for a test.
    entry TEXT,
    -- The entry's, or the newest one's: what is older is sent first.
    sequence BIGINT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    -- pending, delivered or failed.
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    answered_at BIGINT,
    answer_status BIGINT,
    answer_error TEXT,
    duration_ms BIGINT
);

-- Each entry once: replaying it sends the same delivery again.
CREATE UNIQUE INDEX webhook_deliveries_by_entry ON webhook_deliveries (webhook, entry);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, sequence, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook, sequence) WHERE status = 'pending';
