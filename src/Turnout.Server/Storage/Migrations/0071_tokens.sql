-- Of keys and of operators' tokens, which are kept beside them.
ALTER TABLE access_keys ADD COLUMN expires_at BIGINT;
-- The rights that a token is for, by name, with spaces between; null for keys, whose kind says what they may do.
ALTER TABLE access_keys ADD COLUMN scopes TEXT;
-- Whose personal token it is.
ALTER TABLE access_keys ADD COLUMN member_id TEXT REFERENCES members (id) ON DELETE CASCADE;
-- The pages that may use a client key, with spaces between; null: any.
ALTER TABLE access_keys ADD COLUMN origins TEXT;
-- The key whose place it takes.
ALTER TABLE access_keys ADD COLUMN replaces TEXT;
-- About when it was used last: written once a minute, for all keys together.
ALTER TABLE access_keys ADD COLUMN last_used_at BIGINT;
