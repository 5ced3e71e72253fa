CREATE TABLE environments (
    key TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Counts the changes of the ruleset; every change of what is evaluated raises it in its own transaction.
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
