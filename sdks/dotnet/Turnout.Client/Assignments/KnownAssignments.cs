using Microsoft.Extensions.Options;
using Turnout.Client.Delivery;
using Turnout.Client.Events;
using Turnout.Engine;
using Dictionaries = System.Collections.Concurrent.ConcurrentDictionary<(string Experiment, string UnitId), string>;

namespace Turnout.Client.Assignments;

/// <summary>
/// Assignments that the server told, in bounded memory: two generations, of which the older is forgotten when the younger is full, so that what is
/// in use stays.
/// </summary>
internal sealed class KnownAssignments : IStoredAssignments
{
    private readonly int _generationSize;
    private volatile Generations _generations = new(new(), new());
    private volatile bool _isEmpty = true;

    public KnownAssignments(IOptions<TurnoutOptions> options, RulesetState state)
    {
        _generationSize = options.Value.RememberedAssignments / 2;
        // An experiment of that key that starts anew has other assignments.
        state.Replaced += (old, next) =>
        {
            if (_isEmpty || !StartedExperiments.Between(old, next).Any()) return;
            _generations = new(new(), new());
            _isEmpty = true;
        };
    }

    private sealed class Generations(Dictionaries young, Dictionaries old)
    {
        // Counted here: the dictionary's own Count takes all its locks.
        private int _count;

        public Dictionaries Young { get; } = young;

        public Dictionaries Old { get; } = old;

        public int Grown() => Interlocked.Increment(ref _count);
    }

    /// <summary>True saves the hot path from looking.</summary>
    public bool IsEmpty => _isEmpty;

    public void Add(string experiment, string unitId, string variant)
    {
        var generations = _generations;
        generations.Young[(experiment, unitId)] = variant;
        if (generations.Grown() >= _generationSize) _generations = new(new(), generations.Young);
        _isEmpty = false;
    }

    public bool TryGetVariant(RulesetExperiment experiment, string unitId, out int armIndex)
    {
        armIndex = -1;
        var generations = _generations;
        var key = (experiment.Key, unitId);
        if (!generations.Young.TryGetValue(key, out var variant))
        {
            if (!generations.Old.TryGetValue(key, out variant)) return false;
            Add(experiment.Key, unitId, variant);
        }

        armIndex = experiment.IndexOf(variant);
        return armIndex >= 0;
    }
}
