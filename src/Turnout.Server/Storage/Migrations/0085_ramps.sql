-- Rollouts of flags and traffic of experiments that grow by themselves, step by step.
CREATE TABLE ramps (
    environment TEXT NOT NULL REFERENCES environments (key),
    -- flag or experiment
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    -- A JSON array.
    steps TEXT NOT NULL,
    -- running, paused or done
    status TEXT NOT NULL,
    -- The step that is in force; -1 before the first.
    step BIGINT NOT NULL,
    step_since BIGINT NOT NULL,
    -- Why it does not go on.
    note TEXT NOT NULL,
    revision BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (environment, kind, key)
);
