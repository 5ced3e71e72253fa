-- How an environment is run; an environment without a row has the defaults.
CREATE TABLE environment_settings (
    environment TEXT NOT NULL PRIMARY KEY REFERENCES environments (key),
    -- A JSON object.
    document TEXT NOT NULL,
    revision BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- A bounded sample of the contexts evaluated lately, one for each unit drawn into it, by which changes are rehearsed.
CREATE TABLE recent_contexts (
    environment TEXT NOT NULL REFERENCES environments (key),
    -- Of the unit's id; the sample is the units of the smallest hashes.
    hash BIGINT NOT NULL,
    -- A JSON object.
    context TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (environment, hash)
);
