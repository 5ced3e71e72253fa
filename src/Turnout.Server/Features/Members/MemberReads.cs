using Turnout.Server.Features.Access;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Members;

/// <summary>What other features ask about members.</summary>
internal static class MemberReads
{
    internal const string Columns = "id, email, name, password_hash AS PasswordHash, subject, disabled_at AS DisabledAt, locked_until AS LockedUntil, "
        + "signed_in_at AS SignedInAt, revision, created_by AS CreatedBy, created_at AS CreatedAt";

    /// <summary>Those who may sign in, by id.</summary>
    public static async Task<Dictionary<string, Member>> ActiveAsync(Session session) =>
        (await WithRolesAsync(session, await session.QueryAsync<MemberRow>($"SELECT {Columns} FROM members WHERE disabled_at IS NULL"))).ToDictionary(member => member.Row.Id);

    internal static async Task<List<Member>> WithRolesAsync(Session session, IReadOnlyList<MemberRow> rows)
    {
        if (rows.Count == 0) return [];
        var ids = rows.Select(row => row.Id).ToArray();
        var roles = (await session.QueryAsync<MemberRoleRow>(
            $"SELECT member_id AS MemberId, environment, role FROM member_roles WHERE {session.Dialect.In("member_id", "ids")}", new { ids })).ToLookup(role => role.MemberId);
        return [.. rows.Select(row => new Member(row, roles[row.Id].ToDictionary(role => role.Environment, role => Enum.Parse<Role>(role.Role, ignoreCase: true), StringComparer.Ordinal)))];
    }
}
