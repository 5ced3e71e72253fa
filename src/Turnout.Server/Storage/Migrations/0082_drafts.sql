-- Changes that wait for the consent of others.
CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    environment TEXT NOT NULL REFERENCES environments (key),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    action TEXT NOT NULL,
    -- The request of the action, as JSON.
    change TEXT NOT NULL,
    force BOOLEAN NOT NULL,
    comment TEXT NOT NULL,
    author TEXT NOT NULL,
    -- open, approved, rejected, withdrawn, applied or failed.
    status TEXT NOT NULL,
    -- The item's revision that the draft was written on; null where there was no item.
    base_revision BIGINT,
    -- What changes, in words: a JSON array.
    differences TEXT NOT NULL,
    -- When it is to be applied by itself once it is approved.
    apply_at BIGINT,
    -- The environment's version that brought it, and why it could not be applied.
    applied_version BIGINT,
    problem TEXT,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX drafts_by_environment ON drafts (environment, status, id);

CREATE TABLE draft_reviews (
    draft TEXT NOT NULL REFERENCES drafts (id),
    actor TEXT NOT NULL,
    approved BOOLEAN NOT NULL,
    comment TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (draft, actor)
);
