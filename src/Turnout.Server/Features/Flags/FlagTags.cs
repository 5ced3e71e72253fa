using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Flags;

/// <summary>The tags that an environment's flags have: what a list of flags can be narrowed to.</summary>
internal static class FlagTags
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/environments/{environment}/flag-tags", ListFlagTags).WithName("listFlagTags").WithTags("Flags").Requires(Right.FlagsRead);

    /// <summary>Every tag that flags of the environment have, by name, with how many have it. Case does not matter: a tag is spelled as most flags spell it.</summary>
    internal static async Task<Results<Ok<FlagTagsBody>, ProblemHttpResult>> ListFlagTags(string environment, Database database, CancellationToken cancellation) =>
        (await database.ReadAsync<Result<List<Row>>>(async session =>
        {
            if (await EnvironmentStore.FindAsync(session, environment) is null) return EnvironmentStore.Unknown(environment);
            return await session.QueryAsync<Row>(
                "SELECT tags, COUNT(*) AS Flags FROM flags WHERE environment = @environment AND search_tags <> '' GROUP BY tags", new { environment });
        }, cancellation)).TryGet(out var rows, out var problem) ? TypedResults.Ok(new FlagTagsBody(Count(rows))) : problem.ToHttp();

    static List<FlagTagBody> Count(List<Row> rows) =>
        [.. rows.SelectMany(row => JsonSerializer.Deserialize<string[]>(row.Tags, Wire.Json)!.DistinctBy(tag => tag.ToLowerInvariant()).Select(tag => (Tag: tag, row.Flags)))
            .GroupBy(one => one.Tag.ToLowerInvariant(), StringComparer.Ordinal)
            .OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => new FlagTagBody(
                same.GroupBy(one => one.Tag, StringComparer.Ordinal).OrderByDescending(spelling => spelling.Sum(one => one.Flags)).ThenBy(spelling => spelling.Key, StringComparer.Ordinal).First().Key,
                same.Sum(one => one.Flags)))];

    sealed class Row
    {
        public string Tags { get; init; } = "";

        public long Flags { get; init; }
    }
}

/// <summary>The tags of an environment's flags.</summary>
/// <param name="Items">By name; empty where no flag has one.</param>
internal sealed record FlagTagsBody(IReadOnlyList<FlagTagBody> Items);

/// <summary>A tag.</summary>
/// <param name="Tag">Its name, to be given as `tag` to the list of flags.</param>
/// <param name="Flags">How many flags have it.</param>
internal sealed record FlagTagBody(string Tag, long Flags);
