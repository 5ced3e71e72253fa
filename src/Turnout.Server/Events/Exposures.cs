using System.Text;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Delivery;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Hosting;

namespace Turnout.Server.Events;

/// <summary>
/// What exposures mean for assignments. One that comes with a server key is taken as what was shown: it assigns the unit where it has no variant
/// yet. One that comes from a browser must name the server's own variant, or it is not kept.
/// </summary>
internal sealed class Exposures(Rulesets rulesets, Assignments assignments)
{
    /// <summary>Refuses what a browser or an end user claims and the server did not give.</summary>
    public async Task CheckAsync(EventReader reader, Caller caller, CancellationToken cancellation)
    {
        if (caller.Kind == CallerKind.Server || rulesets.Find(reader.Batch.Environment)?.Ruleset is not { } ruleset) return;
        for (var i = 0; i < reader.Batch.Count; i++)
        {
            if (ReadShown(reader.Batch, i) is not { } shown) continue;
            if (ruleset.FindExperiment(shown.Experiment) is not { } experiment)
                reader.Refuse(i, "unknown_experiment", $"There is no experiment '{shown.Experiment}' in this environment.");
            else if (UnitId(reader.Batch, i, experiment) is not { } unitId)
                reader.Refuse(i, "unit_missing", $"The event does not name the {experiment.Unit} that the experiment is about.");
            else if (await assignments.OwnVariantAsync(ruleset, experiment, unitId, cancellation) != shown.Variant)
                reader.Refuse(i, "variant_mismatch", $"The unit was not given the variant '{shown.Variant}' of '{shown.Experiment}'.");
        }
    }

    /// <summary>Records what a server showed, once the events are kept.</summary>
    /// <returns>Null; or 503 <c>overloaded</c>: sent again, the events count once and the assignments are made.</returns>
    public async Task<Problem?> RecordAsync(EventBatch batch, Caller caller)
    {
        if (caller.Kind != CallerKind.Server || rulesets.Find(batch.Environment)?.Ruleset is not { } ruleset) return null;
        List<NewAssignment>? wanted = null;
        for (var i = 0; i < batch.Count; i++)
        {
            if (ReadShown(batch, i) is not { } shown
                || ruleset.FindExperiment(shown.Experiment) is not { Status: ExperimentStatus.Running } experiment
                || experiment.IndexOf(shown.Variant) < 0
                || UnitId(batch, i, experiment) is not { } unitId) continue;
            (wanted ??= []).Add(new NewAssignment(new UnitKey(batch.Environment, experiment.Unit, unitId), experiment.Key, shown.Variant, batch.Read(i).IsSynthetic));
        }
        return wanted is null ? null : await assignments.RecordAsync(wanted);
    }

    static (string Experiment, string Variant)? ReadShown(EventBatch batch, int index)
    {
        var record = batch.Read(index);
        return record.Kind == EventKind.Exposure ? (Text(record.Experiment)!, Text(record.Variant)!) : null;
    }

    static string? UnitId(EventBatch batch, int index, RulesetExperiment experiment) => Text(batch.Read(index).UnitId(experiment.Unit));

    static string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);
}
