-- The durable fact that a unit has a variant of an experiment: at most one for each, whichever server asks first.
CREATE TABLE assignments (
    environment TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    experiment TEXT NOT NULL,
    variant TEXT NOT NULL,
    assigned_at BIGINT NOT NULL,
    -- Of the test cohort: counted nowhere.
    synthetic BOOLEAN NOT NULL,
    PRIMARY KEY (environment, unit, unit_id, experiment)
);

CREATE INDEX assignments_by_experiment ON assignments (environment, experiment, variant, synthetic);
