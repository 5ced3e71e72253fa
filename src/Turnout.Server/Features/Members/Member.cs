using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Members;

/// <summary>A member as it is kept.</summary>
internal sealed class MemberRow
{
    public string Id { get; init; } = "";

    /// <summary>In lower case.</summary>
    public string Email { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Null until an invitation was followed, and for those who sign in elsewhere.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>See <see cref="MemberStore.FindBySubjectAsync"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>Null for members who may sign in.</summary>
    public long? DisabledAt { get; init; }

    /// <summary>Sign-ins are refused until then, in Unix milliseconds.</summary>
    public long LockedUntil { get; init; }

    public long? SignedInAt { get; init; }

    public long Revision { get; init; }

    public string CreatedBy { get; init; } = "";

    public long CreatedAt { get; init; }
}

internal sealed class MemberRoleRow
{
    public string MemberId { get; init; } = "";

    /// <summary>An environment's key, or <see cref="MemberRoles.Everywhere"/>.</summary>
    public string Environment { get; init; } = "";

    public string Role { get; init; } = "";
}

/// <summary>A member with its roles.</summary>
/// <param name="Roles">From environment, or <see cref="MemberRoles.Everywhere"/>, to role.</param>
internal sealed record Member(MemberRow Row, IReadOnlyDictionary<string, Role> Roles)
{
    public string Actor => $"member:{Row.Email}";

    /// <summary>What the member may do everywhere.</summary>
    public Right Rights => Access.Rights.Member | (Roles.TryGetValue(MemberRoles.Everywhere, out var role) ? Access.Rights.Of(role) : Right.None);

    /// <summary>What the member may do beyond that in single environments.</summary>
    public IReadOnlyDictionary<string, Right> RightsIn =>
        Roles.Where(role => role.Key != MemberRoles.Everywhere).ToDictionary(role => role.Key, role => Access.Rights.Of(role.Value), StringComparer.Ordinal);
}

internal static class MemberRoles
{
    /// <summary>Stands for all environments, also those to come.</summary>
    public const string Everywhere = "*";

    const int MaxRoles = 100;

    /// <returns>The roles, or 400 <c>invalid_role</c>.</returns>
    public static Result<IReadOnlyDictionary<string, Role>> Read(IReadOnlyDictionary<string, string> roles)
    {
        if (roles.Count > MaxRoles) return Problem.Invalid("invalid_role", "roles", $"A member has at most {MaxRoles} roles.");
        var read = new Dictionary<string, Role>(StringComparer.Ordinal);
        foreach (var (environment, word) in roles)
        {
            if (environment != Everywhere && Keys.Check(environment) is not null)
                return Problem.Invalid("invalid_role", $"roles.{environment}", $"'{environment}' is neither an environment's key nor '*'.");
            if (!Enum.TryParse<Role>(word, ignoreCase: true, out var role) || Rights.Word(role) != word)
                return Problem.Invalid("invalid_role", $"roles.{environment}", "A role is 'viewer', 'editor', 'releaser' or 'admin'.");
            read[environment] = role;
        }
        return read;
    }
}

/// <summary>How members are told apart.</summary>
internal static class Email
{
    const int MaxLength = 254;

    /// <returns>The address in lower case; null when it cannot be one.</returns>
    public static string? Read(string text)
    {
        var address = text.Trim();
        var at = address.LastIndexOf('@');
        return at > 0 && at < address.Length - 1 && address.Length <= MaxLength && !address.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || char.IsSurrogate(letter))
            ? address.ToLowerInvariant()
            : null;
    }
}
