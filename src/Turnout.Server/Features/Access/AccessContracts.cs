using System.Text.Json.Serialization;

namespace Turnout.Server.Features.Access;

/// <summary>Asks for a key.</summary>
/// <param name="Kind"><c>server</c> (secret; may read the ruleset) or <c>client</c> (public; may evaluate and send events).</param>
/// <param name="Name">What people call it, 1 to 128 characters.</param>
/// <param name="ExpiresAt">When it ends by itself; never when left out.</param>
/// <param name="Origins">The pages that may use a client key, such as <c>https://shop.example</c>, at most 50; any page when left out.</param>
internal sealed record KeyRequest(string Kind, string Name, DateTimeOffset? ExpiresAt = null, IReadOnlyList<string>? Origins = null);

/// <summary>Asks for a key or token that takes another's place.</summary>
/// <param name="OverlapHours">How long the other one goes on, 0 to 720 hours; 24 when left out.</param>
internal sealed record RotateRequest(double? OverlapHours = null);

/// <summary>A key, without its secret.</summary>
/// <param name="Hint">The last four characters of the key.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never.</param>
/// <param name="LastUsedAt">About when it was used last, to a minute where several servers run; null when never.</param>
/// <param name="Origins">The pages that may use a client key; null: any.</param>
/// <param name="Replaces">The id of the key whose place it takes.</param>
internal sealed record KeyBody(
    string Id, string Kind, string Name, string Hint, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt,
    IReadOnlyList<string>? Origins, string? Replaces)
{
    public static KeyBody Of(AccessKeyRow row, KeyTable table) => new(
        row.Id, row.Kind, row.Name, row.Hint, row.CreatedBy, Instant(row.CreatedAt)!.Value, Instant(row.ExpiresAt), LastUsed(row, table), row.Origins?.Split(' '), row.Replaces);

    internal static DateTimeOffset? Instant(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    /// <summary>What is written down is up to a minute old; this server knows its own.</summary>
    internal static DateTimeOffset? LastUsed(AccessKeyRow row, KeyTable table)
    {
        var latest = Math.Max(row.LastUsedAt ?? 0, table.FindById(row.Id)?.Use?.LastUsed ?? 0);
        return latest == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(latest);
    }
}

/// <summary>A new key; <paramref name="Key"/> is shown this once.</summary>
internal sealed record NewKeyBody(
    string Id, string Kind, string Name, string Key, string Hint, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, IReadOnlyList<string>? Origins, string? Replaces)
{
    public static NewKeyBody Of(AccessKeyRow row, string secret) => new(
        row.Id, row.Kind, row.Name, secret, row.Hint, row.CreatedBy, KeyBody.Instant(row.CreatedAt)!.Value, KeyBody.Instant(row.ExpiresAt), row.Origins?.Split(' '), row.Replaces);
}

/// <summary>Asks for an operator's token.</summary>
/// <param name="Name">What people call it, 1 to 128 characters.</param>
/// <param name="Scopes">What it is for: names of rights, such as <c>flags_read</c> and <c>cohort_write</c>, or a role for all of the role's.</param>
/// <param name="Environment">The one environment in which it can be used; all when left out.</param>
/// <param name="ExpiresAt">When it ends by itself: for a personal token within 366 days, 90 days when left out; for a service token never when left out.</param>
internal sealed record TokenRequest(string Name, IReadOnlyList<string> Scopes, string? Environment = null, DateTimeOffset? ExpiresAt = null);

/// <summary>An operator's token, without its secret.</summary>
/// <param name="Kind"><c>personal</c> (never more than its member may do), <c>service</c> or <c>admin</c>.</param>
/// <param name="Scopes">The rights it is for.</param>
/// <param name="Member">The id of the member whose it is.</param>
internal sealed record TokenBody(
    string Id, string Kind, string Name, string Hint, IReadOnlyList<string> Scopes, string? Environment, string? Member,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, string? Replaces)
{
    /// <summary>The token itself; shown this once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    public static TokenBody Of(AccessKeyRow row, KeyTable table, string? secret = null) => new(
        row.Id, row.Kind, row.Name, row.Hint, Access.Rights.Names(row.Kind == "admin" ? Access.Rights.Admin : row.Rights()), row.Environment, row.MemberId, row.CreatedBy,
        KeyBody.Instant(row.CreatedAt)!.Value, KeyBody.Instant(row.ExpiresAt), KeyBody.LastUsed(row, table), row.Replaces) { Token = secret };
}

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
