using Turnout.Client.Registry;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Client.Delivery;

/// <summary>Where the ruleset in use came from.</summary>
public enum RulesetOrigin
{
    /// <summary>There is none yet: every flag gives the caller's fallback.</summary>
    None,

    /// <summary>From experiments declared in code only.</summary>
    Code,

    /// <summary>From the bootstrap file.</summary>
    Bootstrap,

    /// <summary>The last good one, from disk.</summary>
    Disk,

    /// <summary>From the server, in this process's life.</summary>
    Server,

    /// <summary>Set by a test.</summary>
    Test,
}

/// <summary>The one ruleset in use, replaced as a whole by one reference, and what is known of its freshness.</summary>
internal sealed class RulesetState
{
    private readonly ExperimentRegistry _registry;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _writing = new();
    private volatile Ruleset _ruleset;
    private long _confirmed;

    public RulesetState(ExperimentRegistry registry, TimeProvider time)
    {
        _registry = registry;
        _time = time;
        _confirmed = time.GetTimestamp();
        _ruleset = Compile(new RulesetDefinition { Environment = "", Version = 0 }, null);
        Origin = registry.Declared.Count > 0 ? RulesetOrigin.Code : RulesetOrigin.None;
    }

    public Ruleset Ruleset => _ruleset;

    public RulesetOrigin Origin { get; private set; }

    /// <summary>What went wrong at the last look at the server; null when nothing did.</summary>
    public DeliveryProblem? Problem { get; private set; }

    /// <summary>Completes with the first answer of the server (or at once where there is no server to ask).</summary>
    public Task Ready => _ready.Task;

    /// <summary>Time since the server last said that this ruleset is the current one.</summary>
    public TimeSpan Age => _time.GetElapsedTime(Volatile.Read(ref _confirmed));

    /// <summary>Called after each replacement with the old and the new ruleset, never concurrently.</summary>
    public event Action<Ruleset, Ruleset>? Replaced;

    public void Use(RulesetDefinition definition, RulesetOrigin origin)
    {
        lock (_writing)
        {
            var old = _ruleset;
            var next = Compile(definition, old);
            _ruleset = next;
            Origin = origin;
            Replaced?.Invoke(old, next);
        }
    }

    public void Confirmed()
    {
        Volatile.Write(ref _confirmed, _time.GetTimestamp());
        Problem = null;
        // A ruleset from disk that the server calls current is as good as the server's own.
        if (Origin is RulesetOrigin.Disk or RulesetOrigin.Bootstrap) Origin = RulesetOrigin.Server;
        _ready.TrySetResult();
    }

    public void Failed(DeliveryProblem problem) => Problem = problem;

    public void NothingToWaitFor() => _ready.TrySetResult();

    // What the server says of an experiment stands; the declaration in code fills in where it says nothing.
    private Ruleset Compile(RulesetDefinition definition, Ruleset? old)
    {
        if (_registry.Declared.Count == 0) return Ruleset.Compile(definition, old);
        var known = definition.Experiments.Select(experiment => experiment.Key).ToHashSet();
        return Ruleset.Compile(definition with
        {
            Experiments = [.. definition.Experiments, .. _registry.Declared.Where(declared => !known.Contains(declared.Key))],
        }, old);
    }
}
