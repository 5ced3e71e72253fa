-- How far each sink has got in the event log of its environment.
CREATE TABLE sinks (
    name TEXT NOT NULL PRIMARY KEY,
    environment TEXT NOT NULL,
    -- The position of the next event to look at.
    position BIGINT NOT NULL,
    delivered BIGINT NOT NULL,
    -- Failures in a row, the last one's reason, and until when the receiver is left in peace.
    failures BIGINT NOT NULL,
    error TEXT,
    resting_until BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Events that a receiver refused one by one.
CREATE TABLE sink_dead_letters (
    id TEXT NOT NULL PRIMARY KEY,
    sink TEXT NOT NULL,
    position BIGINT NOT NULL,
    event TEXT NOT NULL,
    error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Whether somebody asked for it to be sent again.
    retry BOOLEAN NOT NULL,
    UNIQUE (sink, position)
);
