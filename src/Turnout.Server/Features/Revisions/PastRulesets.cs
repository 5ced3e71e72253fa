using System.Text.Json;
using System.Text.Json.Nodes;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Segments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Revisions;

/// <summary>An environment as it was, with what the context's units were assigned to by then.</summary>
internal sealed record PastMoment(Ruleset Ruleset, StoredAssignments? Stored);

/// <summary>Says what a context got at a past moment. Costs a reading and a compilation of the environment as it was.</summary>
internal sealed class PastRulesets(Database database, TimeProvider clock)
{
    /// <returns>The environment as it was; 404 <c>unknown_environment</c>; 400 <c>invalid_instant</c> for a time to come.</returns>
    public Task<Result<PastMoment>> AtAsync(string environment, DateTimeOffset at, EvaluationContext context, CancellationToken cancellation) =>
        database.ReadAsync<Result<PastMoment>>(async session =>
        {
            if (at > clock.GetUtcNow()) return Problem.Invalid("invalid_instant", "as_of", "'as_of' is a moment that has passed.");
            if (await EnvironmentStore.FindAsync(session, environment) is null) return EnvironmentStore.Unknown(environment);
            var (version, items) = await RevisionStore.AtAsync(session, environment, at);
            var ruleset = Ruleset.Compile(Definition(environment, version, items));
            return new PastMoment(ruleset, await AssignedAsync(session, ruleset, context, at));
        }, cancellation);

    /// <summary>The ruleset that revisions make together.</summary>
    public static RulesetDefinition Definition(string environment, long version, IReadOnlyList<RevisionRow> items) => new()
    {
        Environment = environment,
        Version = version,
        Flags = [.. items.Where(item => item.Kind == Item.FlagKind).Select(item => FlagChanges.Set(null, Request<FlagRequest>(item), item.Key, default).Value.Definition)],
        Segments = [.. items.Where(item => item.Kind == Item.SegmentKind).Select(item => new SegmentDefinition(item.Key, Request<SegmentRequest>(item).If))],
        Experiments = [.. items.Where(item => item.Kind == Item.ExperimentKind).Select(ExperimentOf).Where(experiment => experiment.Status != ExperimentStatus.Archived)],
        Holdout = items.FirstOrDefault(item => item.Kind == Item.HoldoutKind) is { } holdout ? HoldoutStore.DefinitionOf(Request<HoldoutBody>(holdout).Percent) : null,
    };

    /// <summary>What of a kept experiment can be asked for again: its body without what happened to it.</summary>
    public static JsonObject Editable(RevisionRow revision)
    {
        var body = (JsonObject)JsonNode.Parse(revision.Document!)!;
        foreach (var member in body.Select(pair => pair.Key).Except(ExperimentRequest.Members).ToList()) body.Remove(member);
        return body;
    }

    static ExperimentDefinition ExperimentOf(RevisionRow revision)
    {
        var status = JsonNode.Parse(revision.Document!)!["status"].Deserialize<ExperimentStatus>(Wire.Json);
        return ExperimentChanges.Create(Editable(revision).Deserialize<ExperimentRequest>(Wire.Json)!, default).Value.Definition with { Status = status };
    }

    static async Task<StoredAssignments?> AssignedAsync(Session session, Ruleset ruleset, EvaluationContext context, DateTimeOffset at)
    {
        var units = new List<(UnitKey, UnitVariant[])>();
        foreach (var unit in ruleset.Experiments.Select(experiment => experiment.Unit).Distinct())
        {
            if (context.UnitId(unit) is not { } id) continue;
            var key = new UnitKey(ruleset.Environment, unit, id);
            units.Add((key, await AssignmentReads.OfUnitAsync(session, key, at)));
        }
        return units.Count == 0 ? null : new StoredAssignments(units);
    }

    static T Request<T>(RevisionRow revision) => JsonSerializer.Deserialize<T>(revision.Document!, Wire.Json)!;
}
