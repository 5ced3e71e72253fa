-- Every state that a flag, segment, experiment or holdout has had, in the order of the environment's versions.
CREATE TABLE revisions (
    environment TEXT NOT NULL REFERENCES environments (key),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    -- The version of the environment's ruleset that brought it.
    version BIGINT NOT NULL,
    -- The item's own revision, as its ETag had it.
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    -- The item's body as JSON; null where it was removed.
    document TEXT,
    PRIMARY KEY (environment, kind, key, version)
);

CREATE INDEX revisions_by_time ON revisions (environment, at);
