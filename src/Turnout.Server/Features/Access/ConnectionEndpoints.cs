using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

/// <summary>Whether applications reach an environment, and what keeps them from it.</summary>
internal static class ConnectionEndpoints
{
    static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/environments/{environment}/connections", ListConnections).WithName("listConnections").WithTags("Keys").Requires(Right.KeysRead);

    /// <summary>
    /// What this server has seen of applications lately: keys that were used, and calls that it refused. For whoever connects an application and waits for it.
    /// </summary>
    internal static async Task<Results<Ok<ConnectionsBody>, ProblemHttpResult>> ListConnections(
        string environment,
        [Description("Only from this instant on, at most an hour back; an hour when left out.")] DateTimeOffset? since,
        Caller caller, KeyTable table, RefusedCalls refused, EnvironmentStore environments, TimeProvider clock, CancellationToken cancellation)
    {
        if (await environments.FindAsync(environment, cancellation) is null) return EnvironmentStore.Unknown(environment).ToHttp();
        var now = clock.GetUtcNow();
        var earliest = since is { } asked && asked > now - Longest ? asked : now - Longest;
        bool MaySee(Caller? key) => key?.Environment is not { } home || caller.Has(Right.KeysRead, home);
        var used = table.Uses().Where(use => use.Value >= earliest.ToUnixTimeMilliseconds()).OrderByDescending(use => use.Value)
            .Select(use => (Key: table.FindById(use.Key), At: DateTimeOffset.FromUnixTimeMilliseconds(use.Value)))
            .Where(use => use.Key is { Kind: CallerKind.Server or CallerKind.Client } && MaySee(use.Key));
        return TypedResults.Ok(new ConnectionsBody(
            now, [.. used.Select(use => new UsedKeyBody(use.Key!.KeyId!, use.Key.Actor, use.Key.Environment!, use.At))],
            [.. refused.Since(earliest).Where(call => MaySee(call.Caller)).Select(call => new RefusedCallBody(
                call.At, call.Code, call.Path, call.Origin, call.KeyHint, call.Caller?.KeyId, call.Caller?.Environment))]));
    }
}

/// <summary>What was seen of applications.</summary>
/// <param name="Now">The server's time, to be sent as `since` next time.</param>
/// <param name="Used">Keys that came along with calls, also of other environments, the latest first.</param>
/// <param name="Refused">Calls that were refused, the latest first, at most 100; also those that name no environment.</param>
internal sealed record ConnectionsBody(DateTimeOffset Now, IReadOnlyList<UsedKeyBody> Used, IReadOnlyList<RefusedCallBody> Refused);

/// <summary>A key that was used.</summary>
/// <param name="Name">As the audit log names it: <c>server:checkout</c>.</param>
internal sealed record UsedKeyBody(string Id, string Name, string Environment, DateTimeOffset At);

/// <summary>A call that was refused.</summary>
/// <param name="Code">Why, as the caller was told: <c>unauthenticated</c>, <c>forbidden</c>, <c>origin_not_allowed</c>, …</param>
/// <param name="Origin">The page's, where a browser called.</param>
/// <param name="KeyHint">The last four characters of the key that came along; null when none did.</param>
/// <param name="KeyId">The key, where it is one of ours.</param>
/// <param name="Environment">The key's environment.</param>
internal sealed record RefusedCallBody(DateTimeOffset At, string Code, string Path, string? Origin, string? KeyHint, string? KeyId, string? Environment);
