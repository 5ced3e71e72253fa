-- Units that are to be erased from what lies on ClickHouse too: at once for readers, there by and by. A row goes when no row there names its unit any more.
CREATE TABLE event_erasures (
    log INTEGER NOT NULL,
    unit TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    -- Of events before this position: who comes back later is somebody new.
    before BIGINT NOT NULL,
    -- What the names given instead are made with, in base64.
    secret TEXT NOT NULL,
    PRIMARY KEY (log, unit, unit_id, before)
);
