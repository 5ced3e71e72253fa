namespace Turnout.Server.Features.Access;

/// <summary>Asks for a key.</summary>
/// <param name="Kind"><c>server</c> (secret; may read the ruleset) or <c>client</c> (public; may evaluate and send events).</param>
/// <param name="Name">What people call it, 1 to 128 characters.</param>
internal sealed record KeyRequest(string Kind, string Name);

/// <summary>A key, without its secret.</summary>
/// <param name="Hint">The last four characters of the key.</param>
internal sealed record KeyBody(string Id, string Kind, string Name, string Hint, string CreatedBy, DateTimeOffset CreatedAt)
{
    public static KeyBody Of(AccessKeyRow row) =>
        new(row.Id, row.Kind, row.Name, row.Hint, row.CreatedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt));
}

/// <summary>A new key; <paramref name="Key"/> is shown this once.</summary>
internal sealed record NewKeyBody(string Id, string Kind, string Name, string Key, string Hint, string CreatedBy, DateTimeOffset CreatedAt);

/// <summary>
/// Signs in: with the token of a one-time sign-in address, or with a member's email address and password; with neither, the admin token
/// that the request came with signs in.
/// </summary>
internal sealed record SessionRequest(string? Token = null, string? Email = null, string? Password = null);

/// <summary>Who is signed in.</summary>
/// <param name="Actor">As the audit log names it.</param>
/// <param name="Rights">What the caller may do somewhere; <paramref name="RightsIn"/> says where, beyond everywhere.</param>
/// <param name="RightsEverywhere">What the caller may do in every environment, and outside them.</param>
/// <param name="RightsIn">From environment to what the caller may do there beyond that.</param>
/// <param name="Member">The member's id; null for an admin token and a one-time sign-in address.</param>
internal sealed record SessionBody(
    string Actor, IReadOnlyList<string> Rights, IReadOnlyList<string> RightsEverywhere, IReadOnlyDictionary<string, IReadOnlyList<string>> RightsIn, string? Member)
{
    public static SessionBody Of(string actor, Right everywhere, IReadOnlyDictionary<string, Right> rightsIn, string? member) => new(
        actor, Access.Rights.Names(rightsIn.Values.Aggregate(everywhere, (all, some) => all | some)), Access.Rights.Names(everywhere),
        rightsIn.ToDictionary(rights => rights.Key, rights => Access.Rights.Names(rights.Value)), member);
}

/// <summary>How one can sign in here.</summary>
/// <param name="Password">Whether members sign in with a password.</param>
/// <param name="Provider">The OpenID Connect provider; null where none is configured.</param>
internal sealed record SignInMethodsBody(bool Password, SignInProviderBody? Provider);

/// <param name="Name">What people call it.</param>
/// <param name="Address">Where a browser goes to sign in.</param>
internal sealed record SignInProviderBody(string Name, string Address);
