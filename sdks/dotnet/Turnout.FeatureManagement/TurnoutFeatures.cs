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
        if (flags.Ruleset.FindFlag(feature) is not { } flag) return microsoft.IsEnabledAsync(feature, cancellationToken);
        return IsEnabledAsync(flag, cancellationToken);
    }

    public ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, CancellationToken cancellationToken = default)
    {
        if (flags.Ruleset.FindFlag(feature) is not { } flag) return microsoft.IsEnabledAsync(feature, context, cancellationToken);
        return ContextOf(context) is { } own ? new(IsOn(flag, own)) : IsEnabledAsync(flag, cancellationToken);
    }

    public async ValueTask<Variant> GetVariantAsync(string feature, CancellationToken cancellationToken = default) => IsKnown(feature)
        ? VariantOf(feature, await AmbientContextAsync(cancellationToken))!
        : await microsoft.GetVariantAsync(feature, cancellationToken);

    public ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, CancellationToken cancellationToken = default) =>
        IsKnown(feature) ? new(VariantOf(feature, ContextOf(context)!)!) : microsoft.GetVariantAsync(feature, context, cancellationToken);

    // An experiment has variants too; only a flag is on or off.
    private bool IsKnown(string feature)
    {
        var ruleset = flags.Ruleset;
        return ruleset.FindFlag(feature) is not null || ruleset.FindExperiment(feature) is not null;
    }

    private ValueTask<bool> IsEnabledAsync(RulesetFlag flag, CancellationToken cancellationToken) =>
        targeting is null ? new(IsOn(flag, RequestContext())) : WithTargetingAsync(flag, cancellationToken);

    // A boolean flag is on when it is true; any other when it serves something else than its off variant.
    private bool IsOn(RulesetFlag flag, EvaluationContext context)
    {
        var variant = flags.Use(flag, context).Variant!;
        return variant.Value.Type == FlagType.Boolean && flag.Type == FlagType.Boolean ? variant.Value.Boolean : !ReferenceEquals(variant, flag.OffVariant);
    }

    private async ValueTask<bool> WithTargetingAsync(RulesetFlag flag, CancellationToken cancellationToken) =>
        IsOn(flag, await AmbientContextAsync(cancellationToken));

    private Variant? VariantOf(string feature, EvaluationContext context)
    {
        if (flags.Ruleset.FindFlag(feature) is not { } flag)
        {
            var decision = flags.Decide(feature, context);
            if (!decision.IsIn) return null;
            flags.Expose(feature, context);
            return Make(decision.Variant!, decision.Experiment!.Arms[decision.ArmIndex].Value);
        }

        var variant = flags.Use(flag, context).Variant!;
        // A feature that only is on or off has no variants, to Microsoft as to us.
        return flag.Type == FlagType.Boolean && variant.Key is "on" or "off" ? null : Make(variant.Key, variant.Value);
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
