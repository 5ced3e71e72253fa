using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Engine;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Delivery.Recent;

internal static class RecentContextEndpoints
{
    const int DefaultLimit = 20, MaxLimit = 200, MaxValues = 20;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/environments/{environment}/contexts/recent", ListRecentContexts).WithName("listRecentContexts").WithTags("Flags").Requires(Right.FlagsRead);

    /// <summary>
    /// Contexts that were evaluated within a day, latest first, of a sample of at most 1,000 units; and the attributes that rules ask for or contexts had, with their
    /// most frequent values. Empty where the environment keeps none.
    /// </summary>
    internal static async Task<Results<Ok<RecentContextsBody>, ProblemHttpResult>> ListRecentContexts(
        string environment,
        [Description("Only contexts with this in an id or attribute, without regard to case.")] string? q,
        [Description("How many contexts at most, 1 to 200; 20 when left out.")] int? limit,
        RecentContexts recent, Rulesets rulesets, CancellationToken cancellation)
    {
        if (limit is < 1 or > MaxLimit) return Problem.Invalid("invalid_limit", "limit", $"'limit' is 1 to {MaxLimit}.").ToHttp();
        if (rulesets.Find(environment) is not { } published) return EnvironmentStore.Unknown(environment).ToHttp();
        var (seen, units) = await recent.SeenAsync(environment, cancellation);
        var items = seen.Where(item => string.IsNullOrEmpty(q) || TextsOf(item.Context).Any(text => text?.Contains(q, StringComparison.OrdinalIgnoreCase) == true))
            .OrderByDescending(item => item.At).Take(limit ?? DefaultLimit).Select(item => new RecentContextBody(item.Context, item.At));
        return TypedResults.Ok(new RecentContextsBody([.. items], units, AttributesOf(published, seen.Select(item => item.Context))));
    }

    static IEnumerable<string?> TextsOf(EvaluationContext context) =>
        [context.UserId, context.TeamId, context.VisitorId, .. context.Attributes.Select(attribute => attribute.Value.ToString())];

    static IReadOnlyList<SeenAttributeBody> AttributesOf(PublishedRuleset published, IEnumerable<EvaluationContext> contexts)
    {
        var values = published.AttributeNames.ToDictionary(name => name, _ => new Dictionary<string, int>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, value) in contexts.SelectMany(context => context.Attributes))
        {
            if (!values.TryGetValue(name, out var counts)) values[name] = counts = new(StringComparer.Ordinal);
            if (value.ToText() is { } text) counts[text] = counts.GetValueOrDefault(text) + 1;
        }
        return [.. values.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute => new SeenAttributeBody(attribute.Key,
            [.. attribute.Value.OrderByDescending(value => value.Value).ThenBy(value => value.Key, StringComparer.Ordinal).Take(MaxValues).Select(value => value.Key)]))];
    }
}

/// <summary>What was evaluated lately.</summary>
/// <param name="Items">Latest first.</param>
/// <param name="Units">About how many units were evaluated within a day.</param>
/// <param name="Attributes">By name.</param>
internal sealed record RecentContextsBody(IReadOnlyList<RecentContextBody> Items, long Units, IReadOnlyList<SeenAttributeBody> Attributes);

/// <summary>A unit's latest context.</summary>
/// <param name="Context">Ids and attributes, flat: those that the environment keeps.</param>
internal sealed record RecentContextBody(EvaluationContext Context, DateTimeOffset SeenAt);

/// <summary>An attribute to ask for.</summary>
/// <param name="Values">The most frequent ones seen, at most 20, as text; empty where none was seen.</param>
internal sealed record SeenAttributeBody(string Name, IReadOnlyList<string> Values);
