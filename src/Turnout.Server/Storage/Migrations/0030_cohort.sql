-- Users and teams of which something is known beyond their events.
CREATE TABLE units (
    environment TEXT NOT NULL REFERENCES environments (key),
    -- user or team
    unit TEXT NOT NULL,
    id TEXT NOT NULL,
    -- Synthetic: works like any other, leaves no trace in results or side effects.
    is_test_cohort BOOLEAN NOT NULL DEFAULT FALSE,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (environment, unit, id)
);

-- Only the few true rows.
CREATE INDEX units_test_cohort ON units (environment, unit, id) WHERE is_test_cohort;
