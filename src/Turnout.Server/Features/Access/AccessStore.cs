using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Members;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Access;

/// <summary>The SQL of keys, sessions and sign-in links.</summary>
internal sealed class AccessStore(Database database, AuditStore audit, TimeProvider clock)
{
    const string KeyColumns = "id, environment, kind, name, hash, hint, created_by AS CreatedBy, created_at AS CreatedAt";

    public async Task<(List<AccessKeyRow> Keys, List<AccessSessionRow> Sessions, Dictionary<string, Member> Members)> AllAsync(CancellationToken cancellation) =>
        await database.ReadAsync(async session => (
            await session.QueryAsync<AccessKeyRow>($"SELECT {KeyColumns} FROM access_keys"),
            await session.QueryAsync<AccessSessionRow>(
                "SELECT hash, actor, member_id AS MemberId, expires_at AS ExpiresAt FROM access_sessions WHERE expires_at > @now", new { now = Now() }),
            await MemberReads.ActiveAsync(session)),
            cancellation);

    public Task<List<AccessKeyRow>> ListAsync(string environment, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<AccessKeyRow>(
            $"SELECT {KeyColumns} FROM access_keys WHERE environment = @environment AND id > @after ORDER BY id LIMIT @Fetch",
            new { environment, after = page.After?[0] ?? "", page.Fetch }), cancellation);

    /// <returns>The key as kept, and the secret, which is never seen again.</returns>
    public Task<(AccessKeyRow Row, string Secret)> CreateAsync(AccessKeyKind kind, string name, string? environment, Author author, CancellationToken cancellation)
    {
        var word = kind.ToString().ToLowerInvariant();
        var secret = Secret.New($"turnout_{word}_");
        var row = new AccessKeyRow
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            Environment = environment,
            Kind = word,
            Name = name,
            Hash = SecretHash.Of(secret).ToString(),
            Hint = secret[^4..],
            CreatedBy = author.Name,
            CreatedAt = Now(),
        };
        return database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("""
                INSERT INTO access_keys (id, environment, kind, name, hash, hint, created_by, created_at)
                VALUES (@Id, @Environment, @Kind, @Name, @Hash, @Hint, @CreatedBy, @CreatedAt)
                """, row);
            await audit.AppendAsync(session, author, new AuditEntry("key.created", row.Id, environment) { Metadata = new { kind = word, name, hint = row.Hint } });
            session.Notify(new Change(ChangeKind.Access, environment));
            return (row, secret);
        }, cancellation);
    }

    /// <summary>Revokes a key.</summary>
    /// <param name="environment">Null for an admin key.</param>
    public Task<Result<AccessKeyRow>> DeleteAsync(string? environment, string id, Author author, CancellationToken cancellation) =>
        database.WriteAsync<AccessKeyRow>(async session =>
        {
            var row = await session.FirstOrDefaultAsync<AccessKeyRow>(
                $"DELETE FROM access_keys WHERE id = @id AND COALESCE(environment, '') = COALESCE(@environment, '') RETURNING {KeyColumns}", new { id, environment });
            if (row is null) return Problem.NotFound("unknown_key", $"There is no key '{id}' in '{environment}'.");
            await audit.AppendAsync(session, author, new AuditEntry("key.revoked", id, environment) { Metadata = new { row.Kind, row.Name, row.Hint } });
            session.Notify(new Change(ChangeKind.Access, environment));
            return row;
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
}
