using Turnout.Server.Features.Access;

namespace Turnout.Server.Features.Members;

/// <summary>Invites a member.</summary>
/// <param name="Email">By which the member signs in; case does not matter.</param>
/// <param name="Name">What people call the member, 1 to 128 characters; the address when left out.</param>
/// <param name="Roles">From environment, or <c>*</c> for all, to <c>viewer</c>, <c>editor</c>, <c>releaser</c> or <c>admin</c>.</param>
internal sealed record MemberRequest(string Email, string? Name = null, IReadOnlyDictionary<string, string>? Roles = null);

/// <summary>Changes a member; what is left out stays.</summary>
/// <param name="Roles">Takes the place of all the roles before.</param>
/// <param name="Disabled">Whether the member is kept out: signed out at once, and refused until this is false.</param>
internal sealed record MemberChange(string? Name = null, IReadOnlyDictionary<string, string>? Roles = null, bool? Disabled = null);

/// <summary>A member.</summary>
/// <param name="SignsIn">How: <c>password</c>, <c>provider</c>, both, or nothing yet.</param>
/// <param name="LockedUntil">After too many failed sign-ins; null when not.</param>
internal sealed record MemberBody(
    string Id, string Email, string Name, IReadOnlyDictionary<string, string> Roles, bool Disabled, IReadOnlyList<string> SignsIn,
    DateTimeOffset? LockedUntil, DateTimeOffset? SignedInAt, string CreatedBy, DateTimeOffset CreatedAt)
{
    public static MemberBody Of(Member member, DateTimeOffset now)
    {
        var row = member.Row;
        return new(row.Id, row.Email, row.Name, Words(member), row.DisabledAt is not null,
            [.. row.PasswordHash is null ? (string[])[] : ["password"], .. row.Subject is null ? (string[])[] : ["provider"]],
            row.LockedUntil > now.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(row.LockedUntil) : null,
            row.SignedInAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, row.CreatedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt));
    }

    internal static Dictionary<string, string> Words(Member member) => member.Roles.ToDictionary(role => role.Key, role => Rights.Word(role.Value));
}

/// <summary>A link by which a member sets a password; shown this once.</summary>
/// <param name="Token">What goes to <c>POST /api/v1/session/join</c>.</param>
/// <param name="Address">The page that asks for the password.</param>
internal sealed record InvitationBody(string Token, string Address, DateTimeOffset ExpiresAt);

/// <summary>A new member, and the link to hand over.</summary>
internal sealed record NewMemberBody(MemberBody Member, InvitationBody Invitation);

/// <summary>Follows an invitation.</summary>
/// <param name="Token">Of the link.</param>
/// <param name="Password">12 to 256 characters.</param>
/// <param name="Name">What people call the member; as the admin wrote it when left out.</param>
internal sealed record JoinRequest(string Token, string Password, string? Name = null);

/// <summary>Changes one's own password.</summary>
/// <param name="Current">The one until now.</param>
/// <param name="Password">12 to 256 characters.</param>
internal sealed record PasswordRequest(string Current, string Password);
