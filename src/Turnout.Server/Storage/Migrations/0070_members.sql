-- People who sign in by themselves.
CREATE TABLE members (
    id TEXT NOT NULL PRIMARY KEY,
    -- In lower case.
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- Of ASP.NET Core Identity's hasher; null until an invitation was followed, and for those who sign in elsewhere.
    password_hash TEXT,
    -- Issuer and subject of an OpenID Connect provider, once the member has signed in there.
    subject TEXT UNIQUE,
    disabled_at BIGINT,
    failed_sign_ins BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    signed_in_at BIGINT,
    revision BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE member_roles (
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    -- An environment's key, or * for all, also those to come.
    environment TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (member_id, environment)
);

-- Invitations and new beginnings after a lost password: one at a time for each member, used once.
CREATE TABLE member_links (
    member_id TEXT NOT NULL PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    hash TEXT NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);

-- Null for sessions of a one-time sign-in address or an admin token.
ALTER TABLE access_sessions ADD COLUMN member_id TEXT REFERENCES members (id) ON DELETE CASCADE;
