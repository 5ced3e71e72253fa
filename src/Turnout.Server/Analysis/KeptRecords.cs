using System.Text;
using System.Text.Json;
using Turnout.Server.Events;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Metrics;

namespace Turnout.Server.Analysis;

/// <summary>
/// Chooses what stays of events that are removed: of the units exposed to an experiment who, when and how much, for as long as the experiment is there.
/// Ids, other units and properties go; of a unit's first exposure the properties stay, which are its dimensions. So an analysis of what is kept counts
/// exactly as it did before. Not thread-safe.
/// </summary>
/// <param name="experiments">All experiments of the environment.</param>
/// <param name="metrics">All its metrics: also those that no experiment has yet can be attached later.</param>
internal sealed class KeptRecords(IReadOnlyList<Experiment> experiments, IReadOnlyList<MetricDefinition> metrics)
{
    readonly Dictionary<string, UnitTable> tables = experiments.Select(experiment => experiment.Definition.Unit).Distinct().ToDictionary(unit => unit, _ => new UnitTable());
    readonly Enrolment[] enrolments = [.. experiments.Select(experiment => new Enrolment(
        Encoding.UTF8.GetBytes(experiment.Key), experiment.Definition.Unit, [.. experiment.Definition.Variants.Select(arm => Encoding.UTF8.GetBytes(arm.Key))]))];

    readonly byte[][] names = [.. metrics.SelectMany(metric => metric.Events).Distinct().Select(Encoding.UTF8.GetBytes)];

    /// <summary>Takes note of who was exposed; the whole log has to pass by before anything is chosen.</summary>
    public void Note(ReadOnlySpan<byte> records)
    {
        while (EventRecord.TryRead(ref records, out var record))
        {
            if (record.Kind != EventKind.Exposure || record.IsSynthetic || Find(record) is not { } enrolment) continue;
            if (record.UnitId(enrolment.Unit) is { IsEmpty: false } id) enrolment.Expose(tables[enrolment.Unit].NumberOf(id), record);
        }
    }

    /// <summary>Writes what stays of some events.</summary>
    public void Choose(ReadOnlySpan<byte> records, EventBatch kept)
    {
        while (EventRecord.TryRead(ref records, out var record))
        {
            if (record.IsSynthetic) continue;
            switch (record.Kind)
            {
                case EventKind.Metric when IsCounted(record.Name):
                    Keep(record, kept);
                    break;
                case EventKind.Exposure or EventKind.Conversion when Find(record) is { } enrolment && NumberOf(enrolment.Unit, record) is { } number && enrolment.Has(number):
                    Write(record, kept, unit => unit == enrolment.Unit, record.Kind == EventKind.Exposure && enrolment.IsFirst(number, record.At));
                    break;
            }
        }
    }

    /// <summary>A metric event stays for the units by which it counts somewhere.</summary>
    void Keep(EventRecord record, EventBatch kept)
    {
        List<string>? wanted = null;
        foreach (var unit in tables.Keys)
        {
            if (NumberOf(unit, record) is not { } number) continue;
            foreach (var enrolment in enrolments)
            {
                if (enrolment.Unit != unit || !enrolment.Has(number)) continue;
                (wanted ??= []).Add(unit);
                break;
            }
        }
        if (wanted is not null) Write(record, kept, wanted.Contains, withProperties: false);
    }

    void Write(EventRecord record, EventBatch kept, Func<string, bool> isWanted, bool withProperties)
    {
        kept.Begin(record.Kind, record.At, record.HasValue ? record.Value : null);
        kept.Text([]);
        kept.Text(isWanted("user") ? record.User : []);
        kept.Text(isWanted("team") ? record.Team : []);
        kept.Text(isWanted("visitor") ? record.Visitor : []);
        if (record.Kind != EventKind.Metric)
        {
            kept.Text(record.Experiment);
            kept.Text(record.Variant);
            kept.Text([]);
        }
        if (record.Kind != EventKind.Exposure) kept.Text(record.Name);
        kept.End(withProperties ? record.Properties : UnitProperties(record, isWanted));
    }

    /// <summary>The properties that are ids of units.</summary>
    byte[] UnitProperties(EventRecord record, Func<string, bool> isWanted)
    {
        Dictionary<string, string>? found = null;
        foreach (var unit in tables.Keys)
            if (unit is not ("user" or "team" or "visitor") && isWanted(unit) && record.UnitId(unit) is { IsEmpty: false } id)
                (found ??= [])[unit] = Encoding.UTF8.GetString(id);
        return found is null ? [] : JsonSerializer.SerializeToUtf8Bytes(found);
    }

    bool IsCounted(ReadOnlySpan<byte> name)
    {
        foreach (var counted in names)
            if (name.SequenceEqual(counted)) return true;
        return false;
    }

    int? NumberOf(string unit, EventRecord record) => record.UnitId(unit) is { IsEmpty: false } id ? tables[unit].NumberOf(id) : null;

    Enrolment? Find(EventRecord record)
    {
        foreach (var enrolment in enrolments)
            if (record.Experiment.SequenceEqual(enrolment.Key)) return enrolment;
        return null;
    }

    /// <summary>Who was exposed to an experiment, and when first to one of its variants.</summary>
    sealed class Enrolment(byte[] key, string unit, byte[][] arms)
    {
        // By unit's number; the largest for units without an exposure.
        long[] firsts = [];
        ulong[] exposed = [];

        public byte[] Key { get; } = key;

        public string Unit { get; } = unit;

        public bool Has(int number) => number >> 6 < exposed.Length && (exposed[number >> 6] & (1UL << (number & 63))) != 0;

        public bool IsFirst(int number, long at) => number < firsts.Length && firsts[number] == at;

        public void Expose(int number, EventRecord record)
        {
            if (number >= firsts.Length)
            {
                var before = firsts.Length;
                Array.Resize(ref firsts, Math.Max(number + 1, before * 2));
                Array.Resize(ref exposed, firsts.Length / 64 + 1);
                firsts.AsSpan(before).Fill(long.MaxValue);
            }
            exposed[number >> 6] |= 1UL << (number & 63);
            foreach (var arm in arms)
                if (record.Variant.SequenceEqual(arm)) firsts[number] = Math.Min(firsts[number], record.At);
        }
    }
}
