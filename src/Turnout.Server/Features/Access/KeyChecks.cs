using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

/// <summary>What is asked of requests for keys and tokens.</summary>
internal static class KeyChecks
{
    const int MaxOrigins = 50, MaxOriginLength = 300;

    static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(30);

    public static Problem? Name(string name) =>
        name.Length is 0 or > 128 || name.Any(char.IsControl) ? Problem.Invalid("invalid_name", "name", "'name' is 1 to 128 characters without control characters.") : null;

    public static Problem? Expiry(DateTimeOffset? expiresAt, TimeProvider clock, TimeSpan? longest = null)
    {
        if (expiresAt is not { } expires) return null;
        var now = clock.GetUtcNow();
        if (expires <= now) return Problem.Invalid("invalid_expiry", "expires_at", "'expires_at' has passed.");
        return longest is { } most && expires > now + most ? Problem.Invalid("invalid_expiry", "expires_at", $"'expires_at' is more than {most.TotalDays:0} days ahead.") : null;
    }

    /// <summary>An origin is a scheme, a host and a port, as browsers write it: in lower case, without the port that the scheme has anyway.</summary>
    public static Problem? Origins(IReadOnlyList<string>? origins)
    {
        if (origins is null) return null;
        if (origins.Count is 0 or > MaxOrigins) return Problem.Invalid("invalid_origin", "origins", $"Name 1 to {MaxOrigins} origins, or leave them out.");
        for (var i = 0; i < origins.Count; i++)
        {
            var origin = origins[i];
            if (origin.Length > MaxOriginLength || !Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
                || !string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.Ordinal) || uri.UserInfo.Length > 0)
                return Problem.Invalid("invalid_origin", $"origins[{i}]", "An origin is written as browsers do: 'https://shop.example' or 'http://localhost:3000'.");
        }
        return null;
    }

    public static Result<TimeSpan> Overlap(RotateRequest request) =>
        request.OverlapHours is null ? TimeSpan.FromDays(1)
        : request.OverlapHours is >= 0 && request.OverlapHours <= MaxOverlap.TotalHours ? TimeSpan.FromHours(request.OverlapHours.Value)
        : Problem.Invalid("invalid_overlap", "overlap_hours", $"'overlap_hours' is 0 to {MaxOverlap.TotalHours:0}.");

    /// <returns>The rights that scopes name, at least one; 400 <c>invalid_scope</c>.</returns>
    public static Result<Right> Scopes(IReadOnlyList<string> scopes)
    {
        var rights = Right.None;
        for (var i = 0; i < scopes.Count; i++)
        {
            var scope = scopes[i];
            var role = Array.Find(Enum.GetValues<Role>().Cast<Role?>().ToArray(), role => Rights.Word(role!.Value) == scope);
            var named = role is { } found ? Rights.Of(found) : Rights.Read([scope]);
            if (named is not { } more || (more & ~Rights.Admin) != 0)
                return Problem.Invalid("invalid_scope", $"scopes[{i}]", $"'{scope}' is not a scope; scopes are {string.Join(", ", Rights.Names(Rights.Admin))}, and the roles.");
            rights |= more;
        }
        return rights == Right.None ? Problem.Invalid("invalid_scope", "scopes", "Say what the token is for: at least one scope.") : rights;
    }
}
