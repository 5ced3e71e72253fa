using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Engine;
using Turnout.Engine.Checks;
using Turnout.Server.Delivery;
using Turnout.Server.Delivery.Recent;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Consent;

internal static class ConsentEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPut("/api/v1/consent", RecordConsent).WithName("recordConsent").WithTags("Consent").Requires(Right.ConsentRecord);
        var environment = endpoints.MapGroup("/api/v1/environments/{environment}").WithTags("Consent");
        environment.MapGet("/units/{unit}/{id}/consent", GetConsent).WithName("getConsent").Requires(Right.EnvironmentsWrite);
        environment.MapPut("/units/{unit}/{id}/consent", SetConsent).WithName("setConsent").Requires(Right.EnvironmentsWrite);
        environment.MapDelete("/units/{unit}/{id}", EraseUnit).WithName("eraseUnit").Requires(Right.EnvironmentsWrite);
        environment.MapGet("/experiments/{key}/consent", CountConsent).WithName("countConsent").Requires(Right.ExperimentsRead);
    }

    /// <summary>
    /// Records whether the context's user, else its visitor, agrees to take part in sensitive experiments. With a server key for anyone; with an end-user token for that
    /// user; not with a client key, which is public.
    /// </summary>
    internal static async Task<Results<Ok<ConsentBody>, ProblemHttpResult>> RecordConsent(
        ConsentRequest request, Caller caller, ConsentStore store, Consents consents, Author author, CancellationToken cancellation)
    {
        var context = caller.Identify(request.Context);
        var unit = context.UserId is not null ? "user" : "visitor";
        if (context.UnitId(unit) is not { } id) return Problem.Invalid("unit_missing", "context", "The context has neither a user nor a visitor.").ToHttp();
        return Told(await store.SetAsync(new UnitKey(caller.RequiredEnvironment, unit, id), request.Granted, author, cancellation), consents);
    }

    /// <summary>What is recorded of a unit.</summary>
    internal static async Task<Results<Ok<ConsentBody>, ProblemHttpResult>> GetConsent(
        string environment, string unit, string id, ConsentStore store, CancellationToken cancellation)
    {
        if (Check(unit, id) is { } wrong) return wrong.ToHttp();
        return await store.FindAsync(new UnitKey(environment, unit, id), cancellation) is { } row
            ? TypedResults.Ok(ConsentBody.Of(row))
            : Problem.NotFound("no_consent_recorded", "Nothing is recorded of this unit.").ToHttp();
    }

    /// <summary>Records whether a user or visitor agrees.</summary>
    internal static async Task<Results<Ok<ConsentBody>, ProblemHttpResult>> SetConsent(
        string environment, string unit, string id, GrantRequest request, ConsentStore store, Consents consents, Author author, CancellationToken cancellation)
    {
        if (unit is not ("user" or "visitor")) return Problem.Invalid("invalid_unit", "unit", "Users and visitors agree.").ToHttp();
        if (Check(unit, id) is { } wrong) return wrong.ToHttp();
        return Told(await store.SetAsync(new UnitKey(environment, unit, id), request.Granted, author, cancellation), consents);
    }

    /// <summary>
    /// Erases everything that names a unit: assignments, consent, test-cohort membership, recent contexts, and its name and properties in the event log. Results stay as
    /// they are, as those of a unit that nobody can name. Where events lie on ClickHouse they are read so from now on, and rewritten there by a job of the server's. What was
    /// passed on to others is theirs to erase.
    /// </summary>
    internal static async Task<Results<Ok<ErasedBody>, ProblemHttpResult>> EraseUnit(
        string environment, string unit, string id, Erasure erasure, Author author, CancellationToken cancellation)
    {
        if (Check(unit, id) is { } wrong) return wrong.ToHttp();
        return (await erasure.EraseAsync(new UnitKey(environment, unit, id), author, cancellation)).TryGet(out var erased, out var problem)
            ? TypedResults.Ok(erased) : problem.ToHttp();
    }

    /// <summary>How many of the recently seen units a sensitive experiment leaves out because they have not agreed.</summary>
    internal static async Task<Results<Ok<ConsentCountBody>, ProblemHttpResult>> CountConsent(
        string environment, string key, Rulesets rulesets, RecentContexts recent, Assignments.Assignments assignments, CancellationToken cancellation)
    {
        if (rulesets.Find(environment) is not { } published) return EnvironmentStore.Unknown(environment).ToHttp();
        if (published.Ruleset.FindExperiment(key) is not { } experiment) return ExperimentStore.Unknown(key).ToHttp();
        var sample = await recent.FindAsync(environment, cancellation);
        var without = 0;
        foreach (var context in sample.Contexts)
        {
            var stored = await assignments.ForAsync(published.Ruleset, context, cancellation);
            if (Ruleset.Decide(experiment, context, stored).Reason == Reason.ConsentMissing) without++;
        }
        return TypedResults.Ok(new ConsentCountBody(
            sample.Contexts.Count, without, sample.Contexts.Count == 0 ? 0 : (long)Math.Round((double)sample.Units * without / sample.Contexts.Count)));
    }

    static Results<Ok<ConsentBody>, ProblemHttpResult> Told(Result<ConsentRow> recorded, Consents consents)
    {
        // The caller's next request meets it, whichever arrives first: the notice or the request.
        consents.Forget();
        return recorded.TryGet(out var row, out var problem) ? TypedResults.Ok(ConsentBody.Of(row)) : problem.ToHttp();
    }

    static Problem? Check(string unit, string id) =>
        !Names.IsAttribute(unit) ? Problem.Invalid("invalid_unit", "unit", "A unit is user, team, visitor, or the name of an attribute.")
        : Names.IsUnitId(id) ? null : Problem.Invalid("invalid_id", "id", "An id has 1 to 512 bytes and no control characters.");
}

/// <summary>Records whether someone agrees.</summary>
/// <param name="Granted">False withdraws.</param>
/// <param name="Context">Who: <c>user_id</c>, else <c>visitor_id</c>. An end-user token's own user wins.</param>
internal sealed record ConsentRequest(bool Granted, EvaluationContext Context);

/// <summary>Records whether a unit agrees.</summary>
internal sealed record GrantRequest(bool Granted);

/// <summary>What is recorded.</summary>
/// <param name="Actor">Who recorded it; <c>user</c> where it was the user.</param>
internal sealed record ConsentBody(bool Granted, string Actor, DateTimeOffset At)
{
    public static ConsentBody Of(ConsentRow row) => new(row.Granted, row.Actor, DateTimeOffset.FromUnixTimeMilliseconds(row.At));
}

/// <summary>Who is left out for want of consent.</summary>
/// <param name="Sampled">Recent contexts looked at, each of another unit.</param>
/// <param name="WithoutConsent">How many of them are left out.</param>
/// <param name="UnitsWithoutConsent">About how many units that is, of all seen within a day.</param>
internal sealed record ConsentCountBody(int Sampled, int WithoutConsent, long UnitsWithoutConsent);
