using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Turnout.Server.Hosting;

/// <summary>
/// What a write demands of the item's state: <c>If-Match</c> (the revision read before, or <c>*</c>: it exists) and
/// <c>If-None-Match: *</c> (it does not). Check it inside the write's transaction.
/// </summary>
internal sealed class Precondition
{
    readonly string[]? match;
    readonly bool mustNotExist;

    Precondition(string[]? match, bool mustNotExist)
    {
        this.match = match;
        this.mustNotExist = mustNotExist;
    }

    /// <summary>Demands nothing.</summary>
    public static Precondition None { get; } = new(null, false);

    /// <summary>Lets handlers take a <see cref="Precondition"/> as a parameter.</summary>
    public static ValueTask<Precondition?> BindAsync(HttpContext context) => ValueTask.FromResult<Precondition?>(Of(context.Request));

    public static Precondition Of(HttpRequest request)
    {
        var match = request.Headers.IfMatch;
        var mustNotExist = request.Headers.IfNoneMatch.Any(value => value?.Trim() == "*");
        return StringValues.IsNullOrEmpty(match) && !mustNotExist ? None : new(StringValues.IsNullOrEmpty(match) ? null : Tags(match), mustNotExist);
    }

    /// <param name="revision">The item's current revision; null when there is no such item.</param>
    /// <returns>Null when the write may go on, else 412 <c>precondition_failed</c>.</returns>
    public Problem? Check(long? revision)
    {
        if (mustNotExist && revision is not null)
            return new Problem("precondition_failed", 412, "There is such an item already, and If-None-Match: * asks that there be none.");
        if (match is null) return null;
        if (revision is null)
            return new Problem("precondition_failed", 412, "There is no such item, and If-Match asks for one.");
        var tag = ETag.Of(revision.Value);
        return match.Contains("*") || match.Contains(tag)
            ? null
            : new Problem("precondition_failed", 412, $"The item has changed since it was read: its ETag is {tag} now.");
    }

    static string[] Tags(StringValues header) =>
        [.. header.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}

/// <summary>Strong entity tags made of row revisions.</summary>
internal static class ETag
{
    public static string Of(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>Sets the answer's <c>ETag</c>.</summary>
    public static void Set(HttpResponse response, long revision) => response.Headers.ETag = Of(revision);
}
