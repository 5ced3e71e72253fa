-- Repeated events are told by fingerprints of the last ids of a log, which servers keep in memory and read from here: an index of all ids there ever were
-- costs more than all the rest of intake, and grows for ever.
DROP TABLE event_ids;

CREATE TABLE event_fingerprints (
    log INTEGER NOT NULL,
    -- The position of the first event of the block; eight bytes for each of its events.
    first BIGINT NOT NULL,
    ids BYTEA NOT NULL,
    PRIMARY KEY (log, first)
);

ALTER TABLE event_fingerprints ALTER COLUMN ids SET STORAGE EXTERNAL;

-- Events before this position lie on ClickHouse, under this name.
ALTER TABLE event_logs ADD COLUMN moved BIGINT NOT NULL DEFAULT 0;
ALTER TABLE event_logs ADD COLUMN archive TEXT;

-- Experiments whose exposures and conversions before a position are taken out of what lies on ClickHouse: at once for readers, there by and by.
CREATE TABLE event_removals (
    log INTEGER NOT NULL,
    experiment TEXT NOT NULL,
    before BIGINT NOT NULL,
    done BOOLEAN NOT NULL,
    PRIMARY KEY (log, experiment, before)
);
