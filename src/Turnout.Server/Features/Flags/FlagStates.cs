using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Flags;

/// <summary>How flags of one key stand in all environments side by side.</summary>
internal static class FlagStates
{
    const int MaxKeys = 200;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/flag-states", ListFlagStates).WithName("listFlagStates").WithTags("Flags").Requires(Right.FlagsRead);

    /// <summary>Whether each of the flags named is on, in every environment that has it.</summary>
    internal static async Task<Results<Ok<FlagStatesBody>, ProblemHttpResult>> ListFlagStates(
        [FromQuery, Description("A flag's key; repeated, at most 200 times.")] string[] key, Database database, CancellationToken cancellation)
    {
        if (key.Length is 0 or > MaxKeys) return Problem.Invalid("invalid_keys", "key", $"Send 'key' 1 to {MaxKeys} times.").ToHttp();
        var rows = await database.ReadAsync(session => session.QueryAsync<Row>(
            $"SELECT key, environment, definition FROM flags WHERE {session.Dialect.In("key", "keys")} ORDER BY key, environment", new { keys = key }), cancellation);
        return TypedResults.Ok(new FlagStatesBody(rows.GroupBy(row => row.Key).ToDictionary(
            flag => flag.Key, flag => (IReadOnlyList<FlagStateBody>)[.. flag.Select(row => new FlagStateBody(row.Environment, FlagRow.Parse(row.Definition).Enabled))])));
    }

    sealed class Row
    {
        public string Key { get; init; } = "";

        public string Environment { get; init; } = "";

        public string Definition { get; init; } = "";
    }
}

/// <summary>The state of flags across environments.</summary>
/// <param name="Flags">By key; a key that no environment has is missing.</param>
internal sealed record FlagStatesBody(IReadOnlyDictionary<string, IReadOnlyList<FlagStateBody>> Flags);

/// <summary>A flag's state in one environment.</summary>
internal sealed record FlagStateBody(string Environment, bool Enabled);
