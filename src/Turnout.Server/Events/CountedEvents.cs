using Turnout.Server.Events.ClickHouse;

namespace Turnout.Server.Events;

/// <summary>Which events of a log an analysis counts: the experiment's exposures and conversions, and metric events of some names; none of the test cohort, none without the unit.</summary>
/// <param name="Unit"><c>user</c>, <c>team</c> or <c>visitor</c>.</param>
/// <param name="Experiment">The experiment's key.</param>
/// <param name="Names">Of metric events. Conversions are all wanted, and numbered by these names too.</param>
internal sealed record CountedEvents(string Unit, string Experiment, IReadOnlyList<string> Names)
{
    /// <summary>The number of a name among <see cref="Names"/>, from 1; 0 for others.</summary>
    public int NumberOf(string name)
    {
        for (var i = 0; i < Names.Count; i++)
            if (Names[i] == name) return i + 1;
        return 0;
    }
}

/// <summary>Takes counted events where a store can choose them itself.</summary>
/// <param name="Wanted">Which.</param>
/// <param name="Read">Takes some of them, in the order of the log; they are gone afterwards.</param>
internal sealed record CountedReader(CountedEvents Wanted, Action<CountedRows> Read);

/// <summary>An event with what counting needs of it.</summary>
internal readonly ref struct CountedRow
{
    public long Position { get; init; }

    public EventKind Kind { get; init; }

    /// <summary>The number of its name, or of what it converted to; see <see cref="CountedEvents.NumberOf"/>.</summary>
    public int Name { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>NaN where it has none.</summary>
    public double Value { get; init; }

    /// <summary>The unit's id, not empty; lies in <see cref="CountedRows.Bytes"/>.</summary>
    public ReadOnlySpan<byte> Unit { get; init; }

    public ReadOnlySpan<byte> Variant { get; init; }
}
