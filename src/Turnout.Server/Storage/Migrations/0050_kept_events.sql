-- Events before this position are gone, but for what experiments need of them.
ALTER TABLE event_logs ADD COLUMN removed BIGINT NOT NULL DEFAULT 0;

-- That is: of events that are gone, who, when and how much, as records with nothing else in them, in the order of the log.
CREATE TABLE event_kept (
    log INTEGER NOT NULL,
    -- The position of the first event of the stretch that these were taken from.
    first BIGINT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (log, first)
);
