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

/// <summary>Signs in with the token of a one-time sign-in address; without it, the caller's admin token signs in.</summary>
internal sealed record SessionRequest(string? Token = null);

/// <summary>Who is signed in.</summary>
internal sealed record SessionBody(string Actor, IReadOnlyList<string> Rights);
