using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;
using Turnout.Engine.Targeting;

namespace Turnout.Engine;

/// <summary>What stands between a unit and its first assignment. Most experiments take everyone, and have no gate.</summary>
internal sealed class ExperimentGate
{
    private readonly Matcher? _targeting;
    private readonly LayerSlots? _layer;
    private readonly Share _traffic;
    private readonly Share _holdout;
    private readonly uint _layerSeed;
    private readonly bool _closed;

    private ExperimentGate(ExperimentDefinition experiment, Share traffic, Share holdout, MatcherCompiler matchers)
    {
        _targeting = matchers.CompileOptional(experiment.If);
        _layer = experiment.Layer;
        _layerSeed = _layer is null ? 0 : UnitHash.Seed("layer/" + _layer.Key);
        _closed = experiment.EnrolmentClosed;
        (_traffic, _holdout) = (traffic, holdout);
    }

    /// <summary>Null where everyone may come in.</summary>
    public static ExperimentGate? Of(ExperimentDefinition experiment, string salt, MatcherCompiler matchers, Share holdout)
    {
        // Independent of the split: whether a unit takes part says nothing about its variant.
        var traffic = Share.Of(experiment.Traffic, salt + "/traffic");
        return experiment is { If: null, Layer: null, EnrolmentClosed: false } && traffic.IsAll && holdout.IsNone
            ? null
            : new ExperimentGate(experiment, traffic, holdout, matchers);
    }

    /// <summary>Whether a unit without an assignment may get one; if not, why, and the bucket that says so (−1 when none does).</summary>
    public bool Admits(EvaluationContext context, string unitId, out Reason refusal, out int bucket)
    {
        bucket = -1;
        refusal = Reason.NotTargeted;
        if (_targeting is not null && !_targeting.Matches(context)) return false;
        refusal = Reason.EnrolmentClosed;
        if (_closed) return false;
        refusal = Reason.Holdout;
        if (_holdout.IsAll || (!_holdout.IsNone && _holdout.Contains(unitId, out bucket))) return false;
        refusal = Reason.OutsideLayer;
        if (_layer is not null)
        {
            bucket = UnitHash.Bucket(unitId, _layerSeed, UnitHash.LayerSlots);
            if (bucket < _layer.From || bucket >= _layer.To) return false;
        }

        refusal = Reason.OutsideTraffic;
        return _traffic.IsAll || _traffic.Contains(unitId, out bucket);
    }
}
