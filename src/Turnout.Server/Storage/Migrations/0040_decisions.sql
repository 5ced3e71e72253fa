-- How an experiment decides: a JSON document; NULL for experiments older than this column, which decide by the defaults.
ALTER TABLE experiments ADD COLUMN decision TEXT;
