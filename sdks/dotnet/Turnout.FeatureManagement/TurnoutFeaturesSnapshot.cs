using System.Collections.Concurrent;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace Turnout.FeatureManagement;

/// <summary>The feature manager of one request: a feature asked twice without a context of its own answers the same twice, whatever changes between.</summary>
internal sealed class TurnoutFeaturesSnapshot(TurnoutFeatures manager) : IFeatureManagerSnapshot, IVariantFeatureManagerSnapshot
{
    private readonly ConcurrentDictionary<string, bool> _enabled = new();
    private readonly ConcurrentDictionary<string, Variant?> _variants = new();

    public IAsyncEnumerable<string> GetFeatureNamesAsync() => manager.GetFeatureNamesAsync();

    public IAsyncEnumerable<string> GetFeatureNamesAsync(CancellationToken cancellationToken = default) => manager.GetFeatureNamesAsync(cancellationToken);

    public Task<bool> IsEnabledAsync(string feature) => IsEnabledAsync(feature, CancellationToken.None).AsTask();

    public Task<bool> IsEnabledAsync<TContext>(string feature, TContext context) => manager.IsEnabledAsync(feature, context);

    public async ValueTask<bool> IsEnabledAsync(string feature, CancellationToken cancellationToken = default) =>
        _enabled.TryGetValue(feature, out var known) ? known : _enabled.GetOrAdd(feature, await manager.IsEnabledAsync(feature, cancellationToken));

    public ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, CancellationToken cancellationToken = default) =>
        manager.IsEnabledAsync(feature, context, cancellationToken);

    public async ValueTask<Variant> GetVariantAsync(string feature, CancellationToken cancellationToken = default) =>
        (_variants.TryGetValue(feature, out var known) ? known : _variants.GetOrAdd(feature, await manager.GetVariantAsync(feature, cancellationToken)))!;

    public ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, CancellationToken cancellationToken = default) =>
        manager.GetVariantAsync(feature, context, cancellationToken);
}
