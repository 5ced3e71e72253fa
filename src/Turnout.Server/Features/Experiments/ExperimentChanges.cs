using System.Text.Json.Nodes;
using Turnout.Engine.Bucketing;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Experiments;

/// <summary>Decides what a request makes of an experiment. Pure.</summary>
internal static class ExperimentChanges
{
    public const int MaxMetrics = 50;

    // What takes part in deciding who gets what stands still from the launch on; these do not take part.
    static readonly HashSet<string> EditableWhileLive = ["description", "hypothesis", "stop_at", "metrics", "enrolment_closed", "traffic"];
    static readonly HashSet<string> EditableAfterwards = ["description", "hypothesis", "metrics"];

    /// <summary>What can be done with a live experiment instead of an edit that would spoil it.</summary>
    public static IReadOnlyList<string> Alternatives { get; } =
    [
        "take no more units ('enrolment_closed': true), which keeps everyone's variant",
        "begin a new phase: stop this experiment and copy it under a new key (POST …/experiments/{key}/copy) with the change, or with a smaller traffic share",
    ];

    /// <summary>A new experiment, in draft, not yet checked against what it names.</summary>
    public static Result<Experiment> Create(ExperimentRequest request, DateTimeOffset now) =>
        Read(request).Map(experiment => experiment with { Revision = 1, CreatedAt = now, UpdatedAt = now });

    /// <summary>The experiment as the request wants it, not yet checked against what it names.</summary>
    /// <returns>409 <c>not_editable</c> where a member changes that must not any more.</returns>
    public static Result<Experiment> Edit(Experiment current, ExperimentRequest request, DateTimeOffset now) =>
        Revise(current, request, now).Then<Experiment>(next => Refusal(current, next) is { } refused ? refused : next);

    /// <summary>The same without asking whether it may be.</summary>
    public static Result<Experiment> Revise(Experiment current, ExperimentRequest request, DateTimeOffset now)
    {
        if (request.Key != current.Key)
            return Problem.Invalid("key_mismatch", "key", $"The key of '{current.Key}' cannot change: assignments and events carry it.");
        if (!Read(request).TryGet(out var read, out var problem)) return problem;
        return read with
        {
            Definition = read.Definition with { Status = current.Status },
            Winner = current.Winner,
            StartedAt = current.StartedAt,
            StoppedAt = current.StoppedAt,
            Revision = current.Revision + 1,
            CreatedAt = current.CreatedAt,
            UpdatedAt = now,
        };
    }

    /// <summary>409 <c>not_editable</c> where a member changes that must not any more; null where it may be.</summary>
    public static Problem? Refusal(Experiment current, Experiment next)
    {
        var refused = Changed(current, next).Select(member => (Member: member, Why: WhyNot(member, current, next))).Where(change => change.Why is not null).ToList();
        if (refused.Count == 0) return null;
        var instead = current.Status is ExperimentStatus.Running or ExperimentStatus.Paused ? $" Instead: {string.Join("; or ", Alternatives)}." : "";
        return Problem.Conflict("not_editable", $"'{refused[0].Member}' cannot change: {refused[0].Why}{instead}") with
        {
            Errors = refused.ToDictionary(change => change.Member, change => new[] { $"'{change.Member}' cannot change: {change.Why}" }),
        };
    }

    /// <summary>The members of the request form in which two states differ.</summary>
    public static IReadOnlyList<string> Changed(Experiment current, Experiment next)
    {
        var before = ExperimentRequest.Of(current).ToJson();
        var after = ExperimentRequest.Of(next).ToJson();
        return [.. after.Select(member => member.Key).Union(before.Select(member => member.Key)).Where(member => !JsonNode.DeepEquals(before[member], after[member]))];
    }

    /// <summary>Everything that is wrong with the experiment.</summary>
    public static Problem? Check(Experiment experiment, Surroundings surroundings, Func<string, bool> metricExists)
    {
        var errors = ExperimentCheck.Errors(experiment.Definition, surroundings).ToList();
        Texts.CheckDescription(experiment.Description, "description", errors);
        Texts.CheckDescription(experiment.Hypothesis, "hypothesis", errors);
        if (experiment.Metrics.Count > MaxMetrics) errors.Add(new("metrics", "too_many_metrics", $"An experiment has at most {MaxMetrics} metrics."));
        for (var i = 0; i < experiment.Metrics.Count && i < MaxMetrics; i++)
        {
            if (!metricExists(experiment.Metrics[i])) errors.Add(new($"metrics[{i}]", "unknown_metric", $"There is no metric '{experiment.Metrics[i]}'."));
        }
        if ((experiment.StartAt ?? experiment.StartedAt) is { } start && experiment.StopAt <= start)
            errors.Add(new("stop_at", "invalid_schedule", "An experiment stops after it starts."));
        DecisionChanges.Check(experiment, errors);
        return DefinitionProblems.From(errors);
    }

    static string? WhyNot(string member, Experiment current, Experiment next) => current.Status switch
    {
        ExperimentStatus.Draft => null,
        ExperimentStatus.Stopped or ExperimentStatus.Archived => EditableAfterwards.Contains(member)
            ? null
            : $"the experiment is {Experiment.Wire(current.Status)}, and what it was stays on record.",
        _ when member == "traffic" && next.Definition.Traffic < current.Definition.Traffic =>
            $"the experiment is {Experiment.Wire(current.Status)}, and less traffic would take units out of it; it can only be raised.",
        _ when member == "decision" =>
            $"the experiment is {Experiment.Wire(current.Status)}, and how it decides was fixed at its launch: chosen with the data in view, its error rates would not hold.",
        _ => EditableWhileLive.Contains(member)
            ? null
            : $"the experiment is {Experiment.Wire(current.Status)}, and units would get another variant or fall out of it; only a draft can be changed so.",
    };

    static Result<Experiment> Read(ExperimentRequest request)
    {
        if (Keys.Check(request.Key) is { } wrong) return wrong;
        if (!Arms(request.Variants ?? []).TryGet(out var arms, out var problem)) return problem;
        return new Experiment
        {
            Definition = new ExperimentDefinition
            {
                Key = request.Key,
                Unit = request.Unit ?? "user",
                Assignment = request.Assignment ?? AssignmentType.Deterministic,
                Algorithm = request.Algorithm ?? BucketingAlgorithm.Murmur3,
                Salt = request.Salt == request.Key ? null : request.Salt,
                Variants = arms,
                Control = arms is [var first, ..] && request.Control == first.Key ? null : request.Control,
                Traffic = request.Traffic ?? 100,
                If = request.If,
                Layer = request.Layer,
                Sensitive = request.Sensitive ?? false,
                EnrolmentClosed = request.EnrolmentClosed ?? false,
            },
            Description = request.Description ?? "",
            Hypothesis = request.Hypothesis ?? "",
            Metrics = [.. (request.Metrics ?? []).Distinct(StringComparer.Ordinal)],
            Decision = request.Decision ?? new DecisionRule(),
            StartAt = request.StartAt,
            StopAt = request.StopAt,
        };
    }

    static Result<IReadOnlyList<ArmDefinition>> Arms(IReadOnlyList<ArmRequest> requests)
    {
        var errors = new List<DefinitionError>();
        var arms = new List<ArmDefinition>(requests.Count);
        var percentages = requests.Any(arm => arm.Percentage is not null);
        var weights = requests.Any(arm => arm.Weight is not null);
        for (var i = 0; i < requests.Count; i++)
        {
            var arm = requests[i];
            var member = $"variants[{i}]";
            if (arm.Key is not null && arm.Name is not null && arm.Key != arm.Name)
                errors.Add(new($"{member}.name", "conflicting_members", "'name' is another word for 'key': give one of them."));
            if ((arm.Key ?? arm.Name) is not { } key)
            {
                errors.Add(new($"{member}.key", "missing_member", "'key' is required."));
                key = "";
            }
            if (percentages && weights) errors.Add(new(member, "conflicting_members", "Give weights or percentages, not both."));
            else if (percentages && arm.Percentage is null) errors.Add(new($"{member}.percentage", "missing_member", "Where one variant has a percentage, all have."));
            else if (weights && arm.Weight is null) errors.Add(new($"{member}.weight", "missing_member", "Where one variant has a weight, all have."));
            arms.Add(new(key, arm.Percentage ?? arm.Weight ?? 1, arm.Value));
        }
        if (percentages && errors.Count == 0 && Math.Abs(arms.Sum(arm => arm.Weight) - 100) > 0.01 + 1e-9)
            errors.Add(new("variants", "not_100_percent", $"The percentages add up to {arms.Sum(arm => arm.Weight):0.##}, not to 100."));
        return DefinitionProblems.From(errors) is { } problem ? problem : arms;
    }
}
