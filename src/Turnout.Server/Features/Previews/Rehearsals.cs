using System.Text.Json;
using System.Text.Json.Nodes;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Delivery;
using Turnout.Server.Delivery.Recent;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Segments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Previews;

/// <summary>
/// Tries changes out before they are made: on the rules, to tell whether they are safe, and on the contexts that were evaluated lately, to tell who would get
/// what. Changes nothing. Costs two compilations of the environment and two evaluations for each of up to 1,000 contexts.
/// </summary>
internal sealed class Rehearsals(Database database, RecentContexts recent, Assignments.Assignments assignments, TimeProvider clock)
{
    const int Examples = 5;

    /// <summary>A flag as it would be set.</summary>
    /// <returns>What would happen; or the problem that saving it would meet, but for that of spoiling experiments.</returns>
    public async Task<Result<PreviewBody>> FlagAsync(string environment, string key, FlagRequest request, CancellationToken cancellation)
    {
        if (!(await ReadAsync(environment, key, request, cancellation)).TryGet(out var found, out var problem)) return problem;
        var (before, current, next) = found;

        var after = With(before, next);
        var spoiled = current is null ? [] : FlagEdits.Spoiled(current.Definition, next.Definition, name => before.Experiments.FirstOrDefault(item => item.Key == name));
        var outcomes = await ReplayAsync(environment, before, after, (ruleset, context, stored) => OutcomeBody.Of(ruleset.Evaluate(key, context, stored)), cancellation);
        var asked = References.AttributesOf(next.Definition.Audience).Concat(next.Definition.Rules.SelectMany(rule => References.AttributesOf(rule.If)));
        return Answer(
            FlagEdits.Classify(current?.Definition, next.Definition, spoiled), Differences.Of(current is null ? null : Document(FlagBody.Of(current)), Document(FlagBody.Of(next))),
            spoiled, FlagEdits.Alternatives, outcomes, asked);
    }

    /// <summary>What a context gets from a flag as it would be set.</summary>
    /// <returns>The evaluation; or the problem that saving the flag would meet, but for that of spoiling experiments.</returns>
    public async Task<Result<FlagEvaluationBody>> EvaluateAsync(
        string environment, string key, FlagRequest draft, FlagEvaluationRequest request, CancellationToken cancellation)
    {
        if (!(await ReadAsync(environment, key, draft, cancellation)).TryGet(out var found, out var problem)) return problem;
        var ruleset = Ruleset.Compile(With(found.Ruleset, found.Next));
        return FlagEvaluationBody.Of(ruleset, key, request, await assignments.ForAsync(ruleset, request.Context, cancellation))!;
    }

    /// <summary>The flag as it is and as it would be, among all that it can depend on.</summary>
    Task<Result<(RulesetDefinition Ruleset, Flag? Current, Flag Next)>> ReadAsync(string environment, string key, FlagRequest request, CancellationToken cancellation) =>
        database.ReadAsync<Result<(RulesetDefinition, Flag?, Flag)>>(async session =>
        {
            if ((await RulesetReads.LoadAsync(session, environment, -1)).Definition is not { } ruleset) return EnvironmentStore.Unknown(environment);
            var current = await FlagReads.FindAsync(session, environment, key);
            if (!FlagChanges.Set(current, request, key, clock.GetUtcNow()).TryGet(out var next, out var refused)) return refused;
            var surroundings = await Neighbours.LoadAsync(session, environment, References.Of(next.Definition));
            return FlagChanges.Check(next, surroundings) is { } wrong ? wrong : (ruleset, current, next);
        }, cancellation);

    static RulesetDefinition With(RulesetDefinition ruleset, Flag flag) =>
        ruleset with { Flags = [.. ruleset.Flags.Where(other => other.Key != flag.Definition.Key), flag.Definition] };

    /// <summary>A segment as it would be set; the moves are those into it and out of it.</summary>
    public async Task<Result<PreviewBody>> SegmentAsync(string environment, string key, SegmentRequest request, CancellationToken cancellation)
    {
        var read = await database.ReadAsync<Result<(RulesetDefinition Ruleset, Segment? Current, Segment Next, IReadOnlyList<SpoiledExperiment> Spoiled)>>(async session =>
        {
            if ((await RulesetReads.LoadAsync(session, environment, -1)).Definition is not { } ruleset) return EnvironmentStore.Unknown(environment);
            var current = await SegmentReads.FindAsync(session, environment, key);
            if (!(await SegmentStore.DecideAsync(session, environment, key, current, request, clock.GetUtcNow())).TryGet(out var next, out var wrong)) return wrong;
            return (ruleset, current, next, current is null ? [] : await SegmentEdits.SpoiledAsync(session, environment, current, next));
        }, cancellation);
        if (!read.TryGet(out var found, out var problem)) return problem;
        var (before, current, next, spoiled) = found;

        // A flag that is on for the segment tells who is in it.
        var probe = new FlagDefinition
        {
            Key = "segment", Enabled = true, Rollout = 0,
            Variants = [new("in", FlagValue.True), new("out", FlagValue.False)], OffVariant = "out",
            Rules = [new(new SegmentCondition(key), new ServeDefinition { Value = FlagValue.True })],
        };
        var asIs = before with { Flags = [probe] };
        var after = asIs with { Segments = [.. before.Segments.Where(segment => segment.Key != key), next.Definition] };
        var outcomes = await ReplayAsync(environment, asIs, after, (ruleset, context, stored) => OutcomeBody.Of(ruleset.Evaluate("segment", context, stored)), cancellation);
        var differences = Differences.Of(current is null ? null : Document(SegmentBody.Of(current)), Document(SegmentBody.Of(next)));
        var classification = spoiled.Count > 0 ? EditClass.WouldSpoilExperiment
            : current is null || differences.All(difference => difference.Member != "if") ? EditClass.Safe : EditClass.ChangesWhoSeesWhat;
        return Answer(classification, differences, spoiled, FlagEdits.Alternatives, outcomes, References.AttributesOf(next.Definition.If));
    }

    /// <summary>An experiment with the members of the patch; the moves are those between its variants.</summary>
    public async Task<Result<PreviewBody>> ExperimentAsync(string environment, string key, JsonObject patch, CancellationToken cancellation)
    {
        var read = await database.ReadAsync<Result<(RulesetDefinition Ruleset, Experiment Current, Experiment Next)>>(async session =>
        {
            if ((await RulesetReads.LoadAsync(session, environment, -1)).Definition is not { } ruleset) return EnvironmentStore.Unknown(environment);
            if (await ExperimentReads.FindAsync(session, environment, key) is not { } current) return ExperimentStore.Unknown(key);
            if (!ExperimentChanges.Revise(current, ExperimentRequest.Of(current).With(patch), clock.GetUtcNow()).TryGet(out var next, out var refused)) return refused;
            return await ExperimentWrites.CheckAsync(session, environment, next) is { } wrong ? wrong : (ruleset, current, next);
        }, cancellation);
        if (!read.TryGet(out var found, out var problem)) return problem;
        var (before, current, next) = found;

        var refusal = ExperimentChanges.Refusal(current, next);
        // What a draft would do is told as if it ran, and compared with the draft as it is.
        var (asIs, asWould) = current.Status == ExperimentStatus.Draft
            ? (current.Definition with { Status = ExperimentStatus.Running }, next.Definition with { Status = ExperimentStatus.Running })
            : (current.Definition, next.Definition);
        var others = before.Experiments.Where(item => item.Key != key).ToList();
        var outcomes = await ReplayAsync(environment, before with { Experiments = [.. others, asIs] }, before with { Experiments = [.. others, asWould] },
            (ruleset, context, stored) => OutcomeBody.Of(ruleset.Decide(key, context, stored)), cancellation);
        var changes = ExperimentChanges.Changed(current, next);
        var classification = refusal is not null ? EditClass.WouldSpoilExperiment
            : current.Status == ExperimentStatus.Draft || changes.All(member => member is "description" or "hypothesis" or "metrics" or "start_at" or "stop_at")
                ? EditClass.Safe : EditClass.ChangesWhoSeesWhat;
        IReadOnlyList<SpoiledExperiment> spoiled = refusal is null ? [] : [.. refusal.Errors!.Values.Select(why => new SpoiledExperiment(key, why[0]))];
        return Answer(classification, Differences.Of(Document(ExperimentBody.Of(current)), Document(ExperimentBody.Of(next))), spoiled, ExperimentChanges.Alternatives,
            outcomes, References.AttributesOf(next.Definition.If));
    }

    /// <summary>What each of the recent contexts gets before and after.</summary>
    public async Task<Replay> ReplayAsync(
        string environment, RulesetDefinition before, RulesetDefinition after, Func<Ruleset, EvaluationContext, IStoredAssignments?, OutcomeBody> outcome,
        CancellationToken cancellation)
    {
        var sample = await recent.FindAsync(environment, cancellation);
        var (was, becomes) = (Ruleset.Compile(before), Ruleset.Compile(after));
        var steps = new List<ReplayedContext>(sample.Contexts.Count);
        foreach (var context in sample.Contexts)
        {
            var stored = await assignments.ForAsync(was, context, cancellation);
            steps.Add(new ReplayedContext(context, outcome(was, context, stored), outcome(becomes, context, stored)));
        }
        return new Replay(sample, steps);
    }

    static PreviewBody Answer(
        EditClass classification, IReadOnlyList<Difference> differences, IReadOnlyList<SpoiledExperiment> spoiled, IReadOnlyList<string> alternatives, Replay replay,
        IEnumerable<string> asked) =>
        new(classification, differences, spoiled, spoiled.Count == 0 ? [] : alternatives, ContextsOf(replay, asked), MovesOf(replay));

    /// <summary>What the sample says of itself.</summary>
    public static PreviewContextsBody ContextsOf(Replay replay, IEnumerable<string> asked)
    {
        var changed = replay.Contexts.Count(step => !step.Before.IsSame(step.After));
        var keptNames = replay.Contexts.SelectMany(step => step.Context.Attributes).Select(attribute => attribute.Key).ToHashSet(StringComparer.Ordinal);
        return new PreviewContextsBody(
            replay.Contexts.Count, replay.Sample.Units, changed, replay.Contexts.Count == 0 ? null : changed / (double)replay.Contexts.Count, replay.Sample.Since,
            [.. asked.Where(name => name is not ("user_id" or "team_id" or "visitor_id" or "targeting_key") && !keptNames.Contains(name)).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>The contexts by what they get before and after.</summary>
    public static IReadOnlyList<MoveBody> MovesOf(Replay replay) =>
        [.. replay.Contexts.GroupBy(step => (From: step.Before.Variant, To: step.After.Variant, Changed: !step.Before.IsSame(step.After)))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.From, StringComparer.Ordinal).ThenBy(group => group.Key.To, StringComparer.Ordinal)
            .Select(group => new MoveBody(group.Key.From, group.Key.To, group.Key.Changed, group.Count(),
                group.Key.Changed ? [.. group.Take(Examples).Select(step => new MoveExampleBody(step.Context, step.Before, step.After))] : []))];

    static string Document<T>(T body) => JsonSerializer.Serialize(body, Wire.Json);
}

/// <summary>A recent context under two rulesets.</summary>
internal sealed record ReplayedContext(EvaluationContext Context, OutcomeBody Before, OutcomeBody After);

/// <summary>The recent contexts under two rulesets.</summary>
internal sealed record Replay(RecentSample Sample, IReadOnlyList<ReplayedContext> Contexts);
