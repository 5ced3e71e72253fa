CREATE TABLE flags (
    environment TEXT NOT NULL REFERENCES environments (key),
    key TEXT NOT NULL,
    -- Lists sort by it: 0 for critical flags, 1 for the others.
    rank INTEGER NOT NULL,
    -- What is evaluated, as the ruleset has it.
    definition TEXT NOT NULL,
    description TEXT NOT NULL,
    -- A JSON array.
    tags TEXT NOT NULL,
    -- Lower case: what a search looks through, one line each, and the tags with a line break on both sides of each.
    search TEXT NOT NULL,
    search_tags TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (environment, key)
);

CREATE INDEX flags_by_rank ON flags (environment, rank, key);

-- Which item of an environment names which other: a flag its segments, experiments and prerequisites, a segment other segments,
-- an experiment its segments and metrics. Written with the item that names.
CREATE TABLE item_references (
    environment TEXT NOT NULL,
    from_kind TEXT NOT NULL,
    from_key TEXT NOT NULL,
    to_kind TEXT NOT NULL,
    to_key TEXT NOT NULL,
    PRIMARY KEY (environment, from_kind, from_key, to_kind, to_key)
);

CREATE INDEX item_references_by_target ON item_references (environment, to_kind, to_key);
