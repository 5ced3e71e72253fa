using System.Text;
using Turnout.Server.Events;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Cohort;

/// <summary>
/// The other side of the results: what the test cohort, and nobody else, did in an experiment. For smoke tests, which want to see that exposures and
/// conversions arrive; counts only, for nothing can be concluded from them. Reads the whole log at each call. Thread-safe.
/// </summary>
internal sealed class SyntheticResults(Database database, EventLogStore log)
{
    /// <returns>The counts; 404 <c>unknown_environment</c> or <c>unknown_experiment</c>.</returns>
    public async Task<Result<SyntheticResultsBody>> FindAsync(string environment, string key, CancellationToken cancellation)
    {
        var found = await database.ReadAsync<Result<Question>>(async session =>
        {
            if (await ExperimentReads.FindAsync(session, environment, key) is not { } experiment)
                return await EnvironmentStore.FindAsync(session, environment) is null ? EnvironmentStore.Unknown(environment) : ExperimentStore.Unknown(key);
            return new Question(experiment, await MetricReads.FindAsync(session, environment, experiment.Metrics),
                await AssignmentReads.SyntheticCountsAsync(session, environment, key), await EventLogStore.StateAsync(session, environment));
        }, cancellation);
        if (!found.TryGet(out var question, out var problem)) return problem;

        var counting = new Counting(question.Experiment, question.Metrics);
        for (long? next = 0; next < question.Log.Next;)
            next = await log.ReadBlockAsync(question.Log.Number, next.Value, (_, records) => counting.Read(records), cancellation);
        return new SyntheticResultsBody(key, [.. question.Experiment.Definition.Variants.Select(variant => counting.Body(variant.Key, question.Assignments.GetValueOrDefault(variant.Key)))]);
    }

    sealed record Question(Experiment Experiment, IReadOnlyList<Metric> Metrics, Dictionary<string, long> Assignments, LogState Log);

    sealed class Counting(Experiment experiment, IReadOnlyList<Metric> metrics)
    {
        readonly byte[] key = Encoding.UTF8.GetBytes(experiment.Key);
        readonly HashSet<string> events = [.. metrics.Select(metric => metric.Definition.Event)];
        // By unit, the variant it met first.
        readonly Dictionary<string, string> met = new(StringComparer.Ordinal);
        readonly Dictionary<string, (long Exposures, long Conversions)> totals = new(StringComparer.Ordinal);
        readonly Dictionary<(string Variant, string Event), long> done = [];

        public void Read(ReadOnlySpan<byte> records)
        {
            while (EventRecord.TryRead(ref records, out var record))
            {
                if (!record.IsSynthetic || record.UnitId(experiment.Definition.Unit) is not { IsEmpty: false } id) continue;
                var unit = Encoding.UTF8.GetString(id);
                if (record.Kind is EventKind.Exposure or EventKind.Conversion && record.Experiment.SequenceEqual(key))
                {
                    var variant = Encoding.UTF8.GetString(record.Variant);
                    var before = totals.GetValueOrDefault(variant);
                    totals[variant] = record.Kind == EventKind.Exposure ? (before.Exposures + 1, before.Conversions) : (before.Exposures, before.Conversions + 1);
                    if (record.Kind == EventKind.Exposure) met.TryAdd(unit, variant);
                }
                else if (record.Kind == EventKind.Metric && met.TryGetValue(unit, out var arm) && Encoding.UTF8.GetString(record.Name) is var name && events.Contains(name))
                {
                    done[(arm, name)] = done.GetValueOrDefault((arm, name)) + 1;
                }
            }
        }

        public SyntheticVariantBody Body(string variant, long assignments) => new(
            variant, assignments, totals.GetValueOrDefault(variant).Exposures, met.Values.LongCount(arm => arm == variant), totals.GetValueOrDefault(variant).Conversions,
            events.Order(StringComparer.Ordinal).ToDictionary(name => name, name => done.GetValueOrDefault((variant, name))));
    }
}

/// <summary>What the test cohort did in an experiment.</summary>
internal sealed record SyntheticResultsBody(string Experiment, IReadOnlyList<SyntheticVariantBody> Variants);

/// <summary>What those of the test cohort did who have a variant.</summary>
/// <param name="Key">The variant's.</param>
/// <param name="Assignments">Units assigned to it.</param>
/// <param name="Exposures">Exposures to it, repeated ones too.</param>
/// <param name="Units">Units that met it first.</param>
/// <param name="Conversions">Conversions that name it.</param>
/// <param name="Events">From the event of each of the experiment's metrics to how many of it these units sent after they had met the variant.</param>
internal sealed record SyntheticVariantBody(string Key, long Assignments, long Exposures, long Units, long Conversions, IReadOnlyDictionary<string, long> Events);
