using Turnout.Server.Features.Access;
using Turnout.Server.Features.Audit;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Members;

/// <summary>The SQL of members, their roles and invitations.</summary>
internal sealed class MemberStore(Database database, AuditStore audit, TimeProvider clock)
{
    const string Columns = MemberReads.Columns;

    public static Problem Unknown(string id) => Problem.NotFound("unknown_member", $"There is no member '{id}'.");

    public Task<List<Member>> ListAsync(PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync(async session => await MemberReads.WithRolesAsync(session, await session.QueryAsync<MemberRow>(
            $"SELECT {Columns} FROM members WHERE email > @after ORDER BY email LIMIT @Fetch", new { after = page.After?[0] ?? "", page.Fetch })), cancellation);

    public Task<Member?> FindAsync(string id, CancellationToken cancellation) => database.ReadAsync(session => FindAsync(session, "id", id), cancellation);

    public Task<Member?> FindByEmailAsync(string email, CancellationToken cancellation) => database.ReadAsync(session => FindAsync(session, "email", email), cancellation);

    /// <param name="subject">The provider's issuer and its name for the person, with a space between.</param>
    public Task<Member?> FindBySubjectAsync(string subject, CancellationToken cancellation) => database.ReadAsync(session => FindAsync(session, "subject", subject), cancellation);

    /// <summary>Adds a member.</summary>
    /// <returns>The member; 409 <c>email_taken</c>, 404 <c>unknown_environment</c>.</returns>
    public Task<Result<Member>> CreateAsync(string email, string name, string? subject, IReadOnlyDictionary<string, Role> roles, Author author, CancellationToken cancellation) =>
        database.WriteAsync<Member>(async session =>
        {
            var row = await session.FirstOrDefaultAsync<MemberRow>($"""
                INSERT INTO members (id, email, name, subject, failed_sign_ins, locked_until, revision, created_by, created_at)
                VALUES (@id, @email, @name, @subject, 0, 0, 1, @by, @now) ON CONFLICT (email) DO NOTHING RETURNING {Columns}
                """, new { id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(), email, name, subject, by = author.Name, now = Now() });
            if (row is null) return Problem.Conflict("email_taken", $"There is a member with the address {email} already.");
            if (await SetRolesAsync(session, row.Id, roles) is { } problem) return problem;
            await audit.AppendAsync(session, author, new AuditEntry("member.created", row.Id, null) { Metadata = new { email, name }, After = Document(row, roles) });
            session.Notify(new Change(ChangeKind.Access));
            return new Member(row, roles);
        }, cancellation);

    /// <summary>Changes a member; what is null stays. Who is disabled or loses a role is refused at once, also where signed in.</summary>
    public Task<Result<Member>> UpdateAsync(
        string id, string? name, IReadOnlyDictionary<string, Role>? roles, bool? disabled, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<Member>(async session =>
        {
            var before = await FindAsync(session, "id", id, lockRow: true);
            if (precondition.Check(before?.Row.Revision) is { } stale) return stale;
            if (before is null) return Unknown(id);
            var row = await session.SingleAsync<MemberRow>($"""
                UPDATE members SET name = COALESCE(@name, name), revision = revision + 1,
                    disabled_at = CASE WHEN @change = 0 THEN disabled_at WHEN @change = 1 THEN COALESCE(disabled_at, @now) END
                WHERE id = @id RETURNING {Columns}
                """, new { id, name, change = disabled switch { null => 0, true => 1, false => 2 }, now = Now() });
            if (roles is not null && await SetRolesAsync(session, id, roles) is { } problem) return problem;
            if (disabled is true) await session.ExecuteAsync("DELETE FROM access_sessions WHERE member_id = @id", new { id });
            var after = new Member(row, roles ?? before.Roles);
            await audit.AppendAsync(session, author, new AuditEntry("member.updated", id, null)
            {
                Metadata = new { row.Email }, Before = Document(before.Row, before.Roles), After = Document(row, after.Roles),
            });
            session.Notify(new Change(ChangeKind.Access));
            return after;
        }, cancellation);

    /// <summary>Removes a member with its sessions and tokens; the audit log goes on naming it.</summary>
    public Task<Result<Member>> DeleteAsync(string id, Precondition precondition, Author author, CancellationToken cancellation) =>
        database.WriteAsync<Member>(async session =>
        {
            var before = await FindAsync(session, "id", id, lockRow: true);
            if (precondition.Check(before?.Row.Revision) is { } stale) return stale;
            if (before is null) return Unknown(id);
            await session.ExecuteAsync("DELETE FROM members WHERE id = @id", new { id });
            await audit.AppendAsync(session, author, new AuditEntry("member.deleted", id, null) { Metadata = new { before.Row.Email }, Before = Document(before.Row, before.Roles) });
            session.Notify(new Change(ChangeKind.Access));
            return before;
        }, cancellation);

    /// <summary>A link by which the member sets a password, once; one made before it ends.</summary>
    /// <returns>The link's secret, which is never seen again.</returns>
    public Task<Result<string>> CreateLinkAsync(string id, TimeSpan life, Author author, CancellationToken cancellation)
    {
        var secret = Secret.New("turnout_invite_");
        return database.WriteAsync<string>(async session =>
        {
            if (await FindAsync(session, "id", id) is not { } member) return Unknown(id);
            await session.ExecuteAsync("""
                INSERT INTO member_links (member_id, hash, expires_at) VALUES (@id, @hash, @expires)
                ON CONFLICT (member_id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at
                """, new { id, hash = SecretHash.Of(secret).ToString(), expires = Now() + (long)life.TotalMilliseconds });
            await audit.AppendAsync(session, author, new AuditEntry("member.invited", id, null) { Metadata = new { member.Row.Email } });
            return secret;
        }, cancellation);
    }

    /// <summary>Uses up a link: the member has this password from now on, and is signed in nowhere else.</summary>
    /// <returns>The member; 401 <c>invalid_sign_in</c>.</returns>
    public Task<Result<Member>> FollowLinkAsync(string secret, string passwordHash, string? name, Author author, CancellationToken cancellation) =>
        database.WriteAsync<Member>(async session =>
        {
            var id = await session.FirstOrDefaultAsync<string>(
                "DELETE FROM member_links WHERE hash = @hash AND expires_at > @now RETURNING member_id", new { hash = SecretHash.Of(secret).ToString(), now = Now() });
            if (id is null || await FindAsync(session, "id", id) is not { Row.DisabledAt: null } member)
                return new Problem("invalid_sign_in", 401, "This invitation was used before, has expired, or never was one. Ask an admin for another.");
            await SetPasswordAsync(session, id, passwordHash, null);
            if (name is not null) await session.ExecuteAsync("UPDATE members SET name = @name WHERE id = @id", new { id, name });
            await audit.AppendAsync(session, author with { Name = member.Actor }, new AuditEntry("member.joined", id, null) { Metadata = new { member.Row.Email } });
            return (await FindAsync(session, "id", id))!;
        }, cancellation);

    /// <summary>Changes a password; the member stays signed in only in the session that asked.</summary>
    public Task ChangePasswordAsync(Member member, string passwordHash, string keptSession, Author author, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            await SetPasswordAsync(session, member.Row.Id, passwordHash, SecretHash.Of(keptSession).ToString());
            await audit.AppendAsync(session, author, new AuditEntry("member.password_changed", member.Row.Id, null) { Metadata = new { member.Row.Email } });
        }, cancellation);

    /// <summary>Binds a member to a provider's name for it.</summary>
    public Task BindSubjectAsync(Member member, string subject, Author author, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("UPDATE members SET subject = @subject WHERE id = @Id", new { subject, member.Row.Id });
            await audit.AppendAsync(session, author with { Name = member.Actor }, new AuditEntry("member.bound", member.Row.Id, null) { Metadata = new { member.Row.Email, subject } });
        }, cancellation);

    /// <summary>
    /// Counts a failed sign-in. After so many in a row the member is locked for a while. Costs the same whether there is such a member.
    /// </summary>
    public Task RecordFailureAsync(string email, int attempts, TimeSpan locked, Author author, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            var until = await session.FirstOrDefaultAsync<MemberRow>($"""
                UPDATE members SET
                    locked_until = CASE WHEN failed_sign_ins + 1 >= @attempts THEN @until ELSE locked_until END,
                    failed_sign_ins = CASE WHEN failed_sign_ins + 1 >= @attempts THEN 0 ELSE failed_sign_ins + 1 END
                WHERE email = @email AND locked_until <= @now RETURNING {Columns}
                """, new { email, attempts, until = Now() + (long)locked.TotalMilliseconds, now = Now() });
            if (until is { } row && row.LockedUntil > Now())
                await audit.AppendAsync(session, author, new AuditEntry("member.locked", row.Id, null) { Metadata = new { row.Email } });
        }, cancellation);

    static async Task SetPasswordAsync(Session session, string id, string passwordHash, string? keptSession)
    {
        await session.ExecuteAsync("UPDATE members SET password_hash = @passwordHash, failed_sign_ins = 0, locked_until = 0, revision = revision + 1 WHERE id = @id", new { id, passwordHash });
        await session.ExecuteAsync("DELETE FROM access_sessions WHERE member_id = @id AND hash <> @kept", new { id, kept = keptSession ?? "" });
        session.Notify(new Change(ChangeKind.Access));
    }

    static async Task<Problem?> SetRolesAsync(Session session, string id, IReadOnlyDictionary<string, Role> roles)
    {
        await session.ExecuteAsync("DELETE FROM member_roles WHERE member_id = @id", new { id });
        foreach (var (environment, role) in roles)
        {
            if (environment != MemberRoles.Everywhere && await EnvironmentStore.FindAsync(session, environment) is null) return EnvironmentStore.Unknown(environment);
            await session.ExecuteAsync("INSERT INTO member_roles (member_id, environment, role) VALUES (@id, @environment, @role)", new { id, environment, role = Rights.Word(role) });
        }
        return null;
    }

    static async Task<Member?> FindAsync(Session session, string column, string value, bool lockRow = false)
    {
        var row = await session.FirstOrDefaultAsync<MemberRow>($"SELECT {Columns} FROM members WHERE {column} = @value{(lockRow ? session.Dialect.ForUpdate : "")}", new { value });
        return row is null ? null : (await MemberReads.WithRolesAsync(session, [row]))[0];
    }

    static string Document(MemberRow row, IReadOnlyDictionary<string, Role> roles) => System.Text.Json.JsonSerializer.Serialize(
        new { row.Name, Disabled = row.DisabledAt is not null, Roles = roles.ToDictionary(role => role.Key, role => Rights.Word(role.Value)) }, Wire.Json);

    long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
