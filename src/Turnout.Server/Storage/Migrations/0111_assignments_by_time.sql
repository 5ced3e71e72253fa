-- Assignments of an experiment in the order they were made: the end of this index is where each new one goes. By variant and unit, every one went to a page of
-- its own, and storing units with random ids cost as much for the index as for the table.
DROP INDEX assignments_by_experiment;

CREATE INDEX assignments_by_time ON assignments (environment, experiment, assigned_at);

CREATE INDEX assignments_synthetic ON assignments (environment, experiment, variant) WHERE synthetic;
