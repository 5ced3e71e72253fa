using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Previews;
using Turnout.Server.Features.Revisions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Flags;

internal static class FlagEndpoints
{
    // Lists of 100,000 ids fit.
    const int MaxBodyBytes = 8 << 20;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var flags = endpoints.MapGroup("/api/v1/environments/{environment}/flags").WithTags("Flags");
        flags.MapGet("", ListFlags).WithName("listFlags").Requires(Right.FlagsRead);
        flags.MapGet("/{key}", GetFlag).WithName("getFlag").Requires(Right.FlagsRead);
        flags.MapPut("/{key}", SetFlag).WithName("setFlag").Requires(Right.FlagsWrite).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        flags.MapDelete("/{key}", DeleteFlag).WithName("deleteFlag").Requires(Right.FlagsWrite);
        flags.MapPost("/{key}/toggle", ToggleFlag).WithName("toggleFlag").Requires(Right.FlagsWrite);
        flags.MapPost("/{key}/evaluate", EvaluateFlag).WithName("evaluateFlag").Requires(Right.FlagsRead).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
    }

    /// <summary>The flags, critical ones first, then by key.</summary>
    internal static async Task<Results<Ok<Page<FlagBody>>, ProblemHttpResult>> ListFlags(
        string environment,
        [Description("Only flags with this tag.")] string? tag,
        [Description("Only flags that are `on` or `off`, or `critical` ones.")] string? state,
        [AsParameters] ListQuery query, FlagStore store, CancellationToken cancellation)
    {
        if (ListQuery.CheckText(tag, "tag") is { } wrong) return wrong.ToHttp();
        if (!query.Read(keys: 2).TryGet(out var page, out var problem)) return problem.ToHttp();
        if (!FlagFilter.Read(query.Q, tag, state).TryGet(out var filter, out problem)) return problem.ToHttp();
        var listed = await store.ListAsync(environment, filter, page, cancellation);
        if (!listed.TryGet(out var rows, out problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(rows, page, row => FlagBody.Of(row.ToFlag()), row => [row.Rank.ToString(CultureInfo.InvariantCulture), row.Key]));
    }

    /// <summary>A flag.</summary>
    internal static async Task<Results<Ok<FlagBody>, ProblemHttpResult>> GetFlag(
        string environment, string key, FlagStore store, HttpResponse response, CancellationToken cancellation)
    {
        if (!(await store.FindAsync(environment, key, cancellation)).TryGet(out var flag, out var problem)) return problem.ToHttp();
        ETag.Set(response, flag.Revision);
        return TypedResults.Ok(FlagBody.Of(flag));
    }

    /// <summary>Makes a flag, or replaces it.</summary>
    internal static async Task<Results<Ok<FlagBody>, Created<FlagBody>, ProblemHttpResult>> SetFlag(
        string environment, string key, FlagRequest request,
        [Description("True saves also what would spoil a live experiment; the audit log says so.")] bool? force,
        Precondition precondition, FlagStore store, Rulesets rulesets, Author author, HttpResponse response, CancellationToken cancellation)
    {
        if (Keys.Check(key) is { } wrong) return wrong.ToHttp();
        if (!(await store.SetAsync(environment, key, request, precondition, author, new(force == true), cancellation)).TryGet(out var saved, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Revision);
        var body = FlagBody.Of(saved.Value);
        return saved.Created ? TypedResults.Created((string?)null, body) : TypedResults.Ok(body);
    }

    /// <summary>Switches a flag on or off, and nothing else: the kill switch.</summary>
    internal static async Task<Results<Ok<FlagBody>, ProblemHttpResult>> ToggleFlag(
        string environment, string key, ToggleRequest request, Precondition precondition, FlagStore store, Rulesets rulesets, Author author,
        HttpResponse response, CancellationToken cancellation)
    {
        var toggled = await store.ToggleAsync(environment, key, request.Enabled, precondition, author, cancellation);
        if (!toggled.TryGet(out var saved, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, saved.Version);
        ETag.Set(response, saved.Value.Revision);
        return TypedResults.Ok(FlagBody.Of(saved.Value));
    }

    /// <summary>Removes a flag; refused while another flag depends on it.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteFlag(
        string environment, string key, Precondition precondition, FlagStore store, Rulesets rulesets, Author author, CancellationToken cancellation)
    {
        if (!(await store.DeleteAsync(environment, key, precondition, author, cancellation)).TryGet(out var version, out var problem)) return problem.ToHttp();
        await rulesets.ReachAsync(environment, version);
        return TypedResults.NoContent();
    }

    /// <summary>
    /// What a context gets from the flag, and why; with `as_of`, what it got at a past moment; with `draft`, what it would get. Assigns nothing and counts nothing.
    /// </summary>
    internal static async Task<Results<Ok<FlagEvaluationBody>, ProblemHttpResult>> EvaluateFlag(
        string environment, string key, FlagEvaluationRequest request, Rulesets rulesets, Assignments.Assignments assignments, PastRulesets past,
        Rehearsals rehearsals, CancellationToken cancellation)
    {
        if (request.Draft is { } draft)
        {
            if (request.AsOf is not null) return Problem.Invalid("invalid_value", "as_of", "A draft is of now: send 'draft' or 'as_of'.").ToHttp();
            if (Keys.Check(key) is { } wrong) return wrong.ToHttp();
            return (await rehearsals.EvaluateAsync(environment, key, draft, request, cancellation)).TryGet(out var would, out var refused)
                ? TypedResults.Ok(would) : refused.ToHttp();
        }
        if (request.AsOf is { } asOf)
        {
            if (!(await past.AtAsync(environment, asOf, request.Context, cancellation)).TryGet(out var then, out var problem)) return problem.ToHttp();
            return FlagEvaluationBody.Of(then.Ruleset, key, request, then.Stored) is { } got
                ? TypedResults.Ok(got)
                : Problem.NotFound("unknown_flag", $"There was no flag '{key}' in this environment then.").ToHttp();
        }
        if (rulesets.Find(environment) is not { } published) return EnvironmentStore.Unknown(environment).ToHttp();
        var stored = await assignments.ForAsync(published.Ruleset, request.Context, cancellation);
        return FlagEvaluationBody.Of(published.Ruleset, key, request, stored) is { } gets ? TypedResults.Ok(gets) : FlagStore.Unknown(key).ToHttp();
    }
}
