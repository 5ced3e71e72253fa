-- What each experiment's results came to when they were last computed, for lists. Everything in it can be computed again.
CREATE TABLE verdicts (
    environment TEXT NOT NULL REFERENCES environments (key),
    experiment TEXT NOT NULL,
    verdict TEXT NOT NULL,
    -- The variants that have it: a JSON array.
    variants TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    -- How far the event log had come, and the experiment's revision.
    position BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (environment, experiment)
);
