using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using Turnout.Client;
using Turnout.FeatureManagement;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts Microsoft.FeatureManagement on Turnout.</summary>
public static class TurnoutFeatureManagementServices
{
    /// <summary>
    /// The one added line: after it, <c>[FeatureGate]</c>, <c>WithFeatureGate</c>, the <c>feature</c> tag helper, <c>IFeatureManager</c>, <c>IVariantFeatureManager</c>, their
    /// snapshots and variant services answer from Turnout, wherever Turnout has a flag (for variants also an experiment) of the feature's name, and from Microsoft's
    /// configuration elsewhere. Before or after <c>AddFeatureManagement()</c>; after <c>AddScopedFeatureManagement()</c>.
    /// </summary>
    /// <remarks>
    /// The context is the request's (see <see cref="TurnoutBuilder.UseContext"/>); where the application has an <see cref="ITargetingContextAccessor"/>, its user is the
    /// user and its groups are the list attribute <c>groups</c>.
    /// </remarks>
    public static TurnoutBuilder AddTurnoutFeatureManagement(this IServiceCollection services, Action<TurnoutOptions>? configure = null)
    {
        var builder = services.AddTurnout(configure);
        if (services.All(service => service.ServiceType != typeof(FeatureManager))) services.AddFeatureManagement();
        var lifetime = services.Last(service => service.ServiceType == typeof(FeatureManager)).Lifetime;

        Put<TurnoutFeatures>(provider => new TurnoutFeatures(
            provider.GetRequiredService<Flags>(),
            provider.GetRequiredService<FeatureManager>(),
            provider.GetRequiredService<IHttpContextAccessor>(),
            provider.GetService<ITargetingContextAccessor>()));
        Put<IFeatureManager>(provider => provider.GetRequiredService<TurnoutFeatures>());
        Put<IVariantFeatureManager>(provider => provider.GetRequiredService<TurnoutFeatures>());
        lifetime = ServiceLifetime.Scoped;
        Put<TurnoutFeaturesSnapshot>(provider => new TurnoutFeaturesSnapshot(provider.GetRequiredService<TurnoutFeatures>()));
        Put<IFeatureManagerSnapshot>(provider => provider.GetRequiredService<TurnoutFeaturesSnapshot>());
        Put<IVariantFeatureManagerSnapshot>(provider => provider.GetRequiredService<TurnoutFeaturesSnapshot>());
        return builder;

        void Put<T>(Func<IServiceProvider, object> make)
        {
            services.RemoveAll<T>();
            services.Add(new ServiceDescriptor(typeof(T), make, lifetime));
        }
    }
}
