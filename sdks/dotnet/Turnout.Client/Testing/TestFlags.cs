using Turnout.Client.Delivery;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Client;

/// <summary>
/// Flags whose values a test sets, in effect at once: no network, no files, no background work. From <c>services.AddTestFlags(f => f.Set("x", true))</c>; resolve it to
/// change values while the test runs.
/// </summary>
public sealed class TestFlags
{
    private readonly Dictionary<string, FlagDefinition> _flags = [];
    private readonly Dictionary<string, ExperimentDefinition> _experiments = [];
    private RulesetState? _state;
    private long _version;

    /// <summary>Everyone gets this value.</summary>
    public TestFlags Set(string key, bool value) => Set(key, FlagType.Boolean, FlagValue.From(value));

    /// <summary>Everyone gets this value.</summary>
    public TestFlags Set(string key, string value) => Set(key, FlagType.String, FlagValue.From(value));

    /// <summary>Everyone gets this value.</summary>
    public TestFlags Set(string key, double value) => Set(key, FlagType.Number, FlagValue.From(value));

    /// <summary>Everyone gets this JSON value.</summary>
    public TestFlags SetJson(string key, string json) => Set(key, FlagType.Json, FlagValue.Parse(json));

    /// <summary>A whole flag, with rules and rollout.</summary>
    public TestFlags Set(FlagDefinition flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        _flags[flag.Key] = flag;
        Apply();
        return this;
    }

    /// <summary>The flag is unknown again.</summary>
    public TestFlags Remove(string key)
    {
        _flags.Remove(key);
        Apply();
        return this;
    }

    /// <summary>Every unit of the context is in the experiment with this variant.</summary>
    /// <param name="experiment">The experiment's key.</param>
    /// <param name="variant">The variant everyone has.</param>
    /// <param name="unit">The unit; contexts without its id are not in the experiment.</param>
    public TestFlags Assign(string experiment, string variant, string unit = "user")
    {
        _experiments[experiment] = new ExperimentDefinition
        {
            Key = experiment,
            Status = ExperimentStatus.Running,
            Unit = unit,
            Variants = [new ArmDefinition(variant, 1)],
        };
        Apply();
        return this;
    }

    private TestFlags Set(string key, FlagType type, FlagValue value) => Set(new FlagDefinition
    {
        Key = key,
        Type = type,
        Enabled = true,
        Variants = [new VariantDefinition("test", value)],
    });

    internal void Attach(RulesetState state)
    {
        _state = state;
        Apply();
        state.NothingToWaitFor();
    }

    private void Apply() => _state?.Use(
        new RulesetDefinition { Environment = "test", Version = ++_version, Flags = [.. _flags.Values], Experiments = [.. _experiments.Values] },
        RulesetOrigin.Test);
}
