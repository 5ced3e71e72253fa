using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using Turnout.Client;
using Turnout.Engine;

namespace Turnout.FeatureManagement;

/// <summary>
/// Microsoft's feature manager over Turnout's flags. A feature that Turnout does not know goes to Microsoft's own manager, so an application moves
/// its features one by one, and a missing feature behaves as it always did.
/// </summary>
internal sealed class TurnoutFeatures(
    Flags flags,
    FeatureManager microsoft,
    IHttpContextAccessor requests,
    ITargetingContextAccessor? targeting) : IFeatureManager, IVariantFeatureManager
{
    // Never changed: whoever adds to a context copies it first.
    private static readonly EvaluationContext Nobody = new();

    async IAsyncEnumerable<string> IFeatureManager.GetFeatureNamesAsync()
    {
        await foreach (var name in GetFeatureNamesAsync(default)) yield return name;
    }

    public async IAsyncEnumerable<string> GetFeatureNamesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var ruleset = flags.Ruleset;
        foreach (var flag in ruleset.Flags) yield return flag.Key;
        await foreach (var name in microsoft.GetFeatureNamesAsync(cancellationToken))
        {
            if (ruleset.FindFlag(name) is null) yield return name;
        }
    }

    public Task<bool> IsEnabledAsync(string feature) => IsEnabledAsync(feature, CancellationToken.None).AsTask();

    public Task<bool> IsEnabledAsync<TContext>(string feature, TContext context) => IsEnabledAsync(feature, context, default).AsTask();

    public ValueTask<bool> IsEnabledAsync(string feature, CancellationToken cancellationToken = default)
    {
        if (!IsKnown(feature)) return microsoft.IsEnabledAsync(feature, cancellationToken);
        return targeting is null ? new(IsOn(feature, RequestContext())) : WithTargetingAsync(feature, cancellationToken);
    }

    public ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, CancellationToken cancellationToken = default)
    {
        if (!IsKnown(feature)) return microsoft.IsEnabledAsync(feature, context, cancellationToken);
        return ContextOf(context) is { } own ? new(IsOn(feature, own)) : IsEnabledAsync(feature, cancellationToken);
    }

    public async ValueTask<Variant> GetVariantAsync(string feature, CancellationToken cancellationToken = default) => IsKnown(feature, orExperiment: true)
        ? VariantOf(feature, await AmbientContextAsync(cancellationToken))!
        : await microsoft.GetVariantAsync(feature, cancellationToken);

    public ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, CancellationToken cancellationToken = default) =>
        IsKnown(feature, orExperiment: true) ? new(VariantOf(feature, ContextOf(context)!)!) : microsoft.GetVariantAsync(feature, context, cancellationToken);

    private bool IsKnown(string feature, bool orExperiment = false)
    {
        var ruleset = flags.Ruleset;
        return ruleset.FindFlag(feature) is not null || (orExperiment && ruleset.FindExperiment(feature) is not null);
    }

    // A boolean flag is on when it is true; any other when it serves something else than its off variant.
    private bool IsOn(string feature, EvaluationContext context)
    {
        var evaluation = flags.Use(feature, context);
        return evaluation.Variant is { } variant
            && (variant.Value.Type == FlagType.Boolean && evaluation.Flag!.Type == FlagType.Boolean
                ? variant.Value.Boolean
                : !ReferenceEquals(variant, evaluation.Flag!.OffVariant));
    }

    private async ValueTask<bool> WithTargetingAsync(string feature, CancellationToken cancellationToken) =>
        IsOn(feature, await AmbientContextAsync(cancellationToken));

    private Variant? VariantOf(string feature, EvaluationContext context)
    {
        if (flags.Ruleset.FindFlag(feature) is null)
        {
            var decision = flags.Decide(feature, context);
            if (!decision.IsIn) return null;
            flags.Expose(feature, context);
            return Make(decision.Variant!, decision.Experiment!.Arms[decision.ArmIndex].Value);
        }

        var evaluation = flags.Use(feature, context);
        // A feature that only is on or off has no variants, to Microsoft as to us.
        var isPlain = evaluation.Flag is { Type: FlagType.Boolean } && evaluation.Variant?.Key is "on" or "off";
        return evaluation.Variant is { } variant && !isPlain ? Make(variant.Key, variant.Value) : null;
    }

    private static Variant Make(string name, FlagValue? value) =>
        new() { Name = name, Configuration = value is null ? null : VariantConfiguration.Of(value) };

    private EvaluationContext RequestContext() =>
        requests.HttpContext?.RequestServices.GetService<RequestFlags>()?.Context ?? Nobody;

    private async ValueTask<EvaluationContext> AmbientContextAsync(CancellationToken cancellationToken)
    {
        var context = RequestContext();
        if (targeting is null) return context;
        cancellationToken.ThrowIfCancellationRequested();
        var target = await targeting.GetContextAsync();
        if (target is null) return context;
        // The application says who is targeted; what else is known of the request still counts.
        var merged = context.Copy();
        Fill(merged, target);
        return merged;
    }

    private static EvaluationContext? ContextOf<TContext>(TContext context)
    {
        if (context is EvaluationContext own) return own;
        if (context is not ITargetingContext target) return null;
        var made = new EvaluationContext();
        Fill(made, target);
        return made;
    }

    private static void Fill(EvaluationContext context, ITargetingContext target)
    {
        if (!string.IsNullOrEmpty(target.UserId)) context.UserId = target.UserId;
        if (target.Groups is { } groups) context["groups"] = groups.ToArray();
    }
}
