-- The event log of an environment.
CREATE TABLE event_logs (
    number INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    environment TEXT NOT NULL UNIQUE REFERENCES environments (key),
    -- The position of the next event: every event has one, counted from 0 in the order of the commits.
    next BIGINT NOT NULL,
    -- Raised when events that were in the log are changed or taken out: whoever remembers what was read begins anew.
    generation BIGINT NOT NULL
);

-- What was appended in one commit: the records of its events, one after the other.
CREATE TABLE event_blocks (
    log INTEGER NOT NULL REFERENCES event_logs (number),
    -- The position of its first event, and how many it holds.
    first BIGINT NOT NULL,
    count BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (log, first)
);

-- Records are compressed by nobody's request: speed is worth more here than space.
ALTER TABLE event_blocks ALTER COLUMN body SET STORAGE EXTERNAL;

-- The ids seen, by which an event that is sent twice counts once.
CREATE TABLE event_ids (
    log INTEGER NOT NULL,
    id BYTEA NOT NULL,
    PRIMARY KEY (log, id)
);
