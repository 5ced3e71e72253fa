using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Members;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Access;

/// <summary>The SQL of keys, sessions and sign-in links.</summary>
internal sealed class AccessStore(Database database, AuditStore audit, TimeProvider clock)
{
    const string KeyColumns = "id, environment, kind, name, hash, hint, created_by AS CreatedBy, created_at AS CreatedAt, "
        + "expires_at AS ExpiresAt, scopes, member_id AS MemberId, origins, replaces, last_used_at AS LastUsedAt";

    public async Task<(List<AccessKeyRow> Keys, List<AccessSessionRow> Sessions, Dictionary<string, Member> Members)> AllAsync(CancellationToken cancellation) =>
        await database.ReadAsync(async session => (
            await session.QueryAsync<AccessKeyRow>($"SELECT {KeyColumns} FROM access_keys"),
            await session.QueryAsync<AccessSessionRow>(
                "SELECT hash, actor, member_id AS MemberId, expires_at AS ExpiresAt FROM access_sessions WHERE expires_at > @now", new { now = Now() }),
            await MemberReads.ActiveAsync(session)),
            cancellation);

    /// <summary>The keys of an environment, oldest first.</summary>
    public Task<List<AccessKeyRow>> ListAsync(string environment, PageRequest page, CancellationToken cancellation) =>
        ListAsync(KeyPlace.Of(environment), page, cancellation);

    /// <summary>Operators' tokens, oldest first.</summary>
    /// <param name="memberId">Only this member's personal ones; null: all.</param>
    public Task<List<AccessKeyRow>> ListTokensAsync(string? memberId, PageRequest page, CancellationToken cancellation) =>
        ListAsync(memberId is null ? KeyPlace.Tokens : KeyPlace.OfMember(memberId), page, cancellation);

    /// <returns>The key as kept, and the secret, which is never seen again.</returns>
    public Task<(AccessKeyRow Row, string Secret)> CreateAsync(KeyDraft draft, Author author, CancellationToken cancellation) =>
        database.WriteAsync(session => InsertAsync(session, draft, null, author), cancellation);

    /// <summary>Revokes a key.</summary>
    public Task<Result<AccessKeyRow>> DeleteAsync(KeyPlace place, string id, Author author, CancellationToken cancellation) =>
        database.WriteAsync<AccessKeyRow>(async session =>
        {
            var row = await session.FirstOrDefaultAsync<AccessKeyRow>($"DELETE FROM access_keys WHERE id = @id AND {place.Condition} RETURNING {KeyColumns}", new { id, value = place.Value });
            if (row is null) return KeyPlace.Unknown(id);
            await audit.AppendAsync(session, author, new AuditEntry("key.revoked", id, row.Environment) { Metadata = new { row.Kind, row.Name, row.Hint } });
            session.Notify(new Change(ChangeKind.Access, row.Environment));
            return row;
        }, cancellation);

    /// <summary>Makes a key that takes another's place; the other goes on for a while, so that those who use it can change over.</summary>
    public Task<Result<(AccessKeyRow Row, string Secret)>> RotateAsync(KeyPlace place, string id, TimeSpan overlap, Author author, CancellationToken cancellation) =>
        database.WriteAsync<(AccessKeyRow, string)>(async session =>
        {
            var until = Now() + (long)overlap.TotalMilliseconds;
            var old = await session.FirstOrDefaultAsync<AccessKeyRow>($"SELECT {KeyColumns} FROM access_keys WHERE id = @id AND {place.Condition}{session.Dialect.ForUpdate}", new { id, value = place.Value });
            if (old is null || old.ExpiresAt <= Now()) return KeyPlace.Unknown(id);
            await session.ExecuteAsync("UPDATE access_keys SET expires_at = @until WHERE id = @id AND (expires_at IS NULL OR expires_at > @until)", new { id, until });
            // The new one lives as long as the old one was given.
            var expires = old.ExpiresAt is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(Now() + end - old.CreatedAt) : (DateTimeOffset?)null;
            return await InsertAsync(session, new KeyDraft(Enum.Parse<AccessKeyKind>(old.Kind, ignoreCase: true), old.Name, old.Environment)
            {
                ExpiresAt = expires, Scopes = old.Scopes is null ? null : old.Rights(), MemberId = old.MemberId, Origins = old.Origins?.Split(' '),
            }, old.Id, author);
        }, cancellation);

    /// <summary>Writes down when keys were used, unless another server has seen them later.</summary>
    public Task SetLastUsedAsync(IReadOnlyList<KeyValuePair<string, long>> used, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            foreach (var (id, at) in used)
                await session.ExecuteAsync("UPDATE access_keys SET last_used_at = @at WHERE id = @id AND (last_used_at IS NULL OR last_used_at < @at)", new { id, at });
        }, cancellation);

    /// <returns>A one-time sign-in token; those made before it and not used end.</returns>
    public Task<string> CreateSignInLinkAsync(TimeSpan life, CancellationToken cancellation)
    {
        var secret = Secret.New("turnout_signin_");
        return database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("DELETE FROM sign_in_links WHERE used_at IS NULL");
            await session.ExecuteAsync("INSERT INTO sign_in_links (hash, created_at, expires_at) VALUES (@hash, @now, @expires)",
                new { hash = SecretHash.Of(secret).ToString(), now = Now(), expires = Now() + (long)life.TotalMilliseconds });
            return secret;
        }, cancellation);
    }

    /// <summary>Uses up a sign-in token, once, and starts a session.</summary>
    public Task<Result<string>> SignInAsync(string token, TimeSpan life, Author author, CancellationToken cancellation)
    {
        var secret = Secret.New("turnout_session_");
        return database.WriteAsync<string>(async session =>
        {
            var used = await session.ExecuteAsync(
                "UPDATE sign_in_links SET used_at = @now WHERE hash = @hash AND used_at IS NULL AND expires_at > @now",
                new { hash = SecretHash.Of(token).ToString(), now = Now() });
            if (used == 0)
                return new Problem("invalid_sign_in", 401, "This sign-in address was used before, has expired, or never was one. Make another with 'turnout sign-in-link'.");
            await StartSessionAsync(session, secret, "admin", null, life);
            await audit.AppendAsync(session, author with { Name = "admin" }, new AuditEntry("session.started", "admin", null));
            return secret;
        }, cancellation);
    }

    /// <summary>Starts a session for a caller who showed an admin token.</summary>
    public Task<string> StartSessionAsync(TimeSpan life, Author author, CancellationToken cancellation)
    {
        var secret = Secret.New("turnout_session_");
        return database.WriteAsync(async session =>
        {
            await StartSessionAsync(session, secret, author.Name, null, life);
            await audit.AppendAsync(session, author, new AuditEntry("session.started", author.Name, null));
            return secret;
        }, cancellation);
    }

    /// <summary>Starts a session for a member whose password or provider has spoken.</summary>
    public Task<string> StartSessionAsync(Member member, string by, TimeSpan life, Author author, CancellationToken cancellation)
    {
        var secret = Secret.New("turnout_session_");
        return database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("UPDATE members SET failed_sign_ins = 0, signed_in_at = @now WHERE id = @Id", new { member.Row.Id, now = Now() });
            await StartSessionAsync(session, secret, member.Actor, member.Row.Id, life);
            await audit.AppendAsync(session, author with { Name = member.Actor }, new AuditEntry("session.started", member.Row.Email, null) { Metadata = new { by } });
            return secret;
        }, cancellation);
    }

    public Task EndSessionAsync(string secret, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("DELETE FROM access_sessions WHERE hash = @hash", new { hash = SecretHash.Of(secret).ToString() });
            session.Notify(new Change(ChangeKind.Access));
        }, cancellation);

    /// <returns>Whether anyone has a way in already: an admin key, or a sign-in address that was used.</returns>
    public Task<bool> HasAdminAsync(CancellationToken cancellation) =>
        database.ReadAsync(async session => await session.ScalarAsync<long>(
            "SELECT (SELECT COUNT(*) FROM access_keys WHERE kind = 'admin') + (SELECT COUNT(*) FROM sign_in_links WHERE used_at IS NOT NULL)") > 0, cancellation);

    async Task StartSessionAsync(Session session, string secret, string actor, string? memberId, TimeSpan life)
    {
        await session.ExecuteAsync("DELETE FROM access_sessions WHERE expires_at <= @now", new { now = Now() });
        await session.ExecuteAsync("INSERT INTO access_sessions (hash, actor, member_id, created_at, expires_at) VALUES (@hash, @actor, @memberId, @now, @expires)",
            new { hash = SecretHash.Of(secret).ToString(), actor, memberId, now = Now(), expires = Now() + (long)life.TotalMilliseconds });
        session.Notify(new Change(ChangeKind.Access));
    }

    long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    async Task<(AccessKeyRow Row, string Secret)> InsertAsync(Session session, KeyDraft draft, string? replaces, Author author)
    {
        var word = draft.Kind.ToString().ToLowerInvariant();
        var secret = Secret.New($"turnout_{word}_");
        var row = new AccessKeyRow
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            Environment = draft.Environment,
            Kind = word,
            Name = draft.Name,
            Hash = SecretHash.Of(secret).ToString(),
            Hint = secret[^4..],
            CreatedBy = author.Name,
            CreatedAt = Now(),
            ExpiresAt = draft.ExpiresAt?.ToUnixTimeMilliseconds(),
            Scopes = draft.Scopes is { } scopes ? string.Join(' ', Rights.Names(scopes)) : null,
            MemberId = draft.MemberId,
            Origins = draft.Origins is null ? null : string.Join(' ', draft.Origins),
            Replaces = replaces,
        };
        await session.ExecuteAsync("""
            INSERT INTO access_keys (id, environment, kind, name, hash, hint, created_by, created_at, expires_at, scopes, member_id, origins, replaces)
            VALUES (@Id, @Environment, @Kind, @Name, @Hash, @Hint, @CreatedBy, @CreatedAt, @ExpiresAt, @Scopes, @MemberId, @Origins, @Replaces)
            """, row);
        await audit.AppendAsync(session, author, new AuditEntry(replaces is null ? "key.created" : "key.rotated", row.Id, draft.Environment)
        {
            Metadata = new { kind = word, draft.Name, row.Hint, row.Scopes, row.Origins, draft.ExpiresAt, replaces },
        });
        session.Notify(new Change(ChangeKind.Access, draft.Environment));
        return (row, secret);
    }

    Task<List<AccessKeyRow>> ListAsync(KeyPlace place, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<AccessKeyRow>(
            $"SELECT {KeyColumns} FROM access_keys WHERE {place.Condition} AND id > @after ORDER BY id LIMIT @Fetch", new { value = place.Value, after = page.After?[0] ?? "", page.Fetch }), cancellation);
}

/// <summary>Where a key is looked for: nobody reaches another place's keys by their id.</summary>
/// <param name="Condition">SQL of our own, over <c>@value</c>.</param>
internal readonly record struct KeyPlace(string Condition, string? Value)
{
    public static KeyPlace Tokens { get; } = new("kind IN ('personal', 'service', 'admin')", null);

    public static KeyPlace Of(string environment) => new("environment = @value AND kind IN ('server', 'client')", environment);

    public static KeyPlace OfMember(string memberId) => new("kind = 'personal' AND member_id = @value", memberId);

    public static Problem Unknown(string id) => Problem.NotFound("unknown_key", $"There is no key or token '{id}' here.");
}
