-- How many units each variant has, without the test cohort: kept with every group of assignments, since counting a million rows takes too long for a page.
CREATE TABLE assignment_counts (
    environment TEXT NOT NULL,
    experiment TEXT NOT NULL,
    variant TEXT NOT NULL,
    units BIGINT NOT NULL,
    PRIMARY KEY (environment, experiment, variant)
);

INSERT INTO assignment_counts (environment, experiment, variant, units)
SELECT environment, experiment, variant, COUNT(*) FROM assignments WHERE NOT synthetic GROUP BY environment, experiment, variant;
