using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Client;
using Turnout.Client.Assignments;
using Turnout.Client.AspNetCore;
using Turnout.Client.Delivery;
using Turnout.Client.Events;
using Turnout.Client.Registry;
using Turnout.Client.Telemetry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Turnout to an application.</summary>
public static class TurnoutServices
{
    /// <summary>
    /// Adds <see cref="Flags"/> (singleton) and <see cref="RequestFlags"/> (scoped), kept fresh in the background. Settings come from the configuration section
    /// <c>Turnout</c>, then from <paramref name="configure"/>. May be called more than once.
    /// </summary>
    /// <exception cref="OptionsValidationException">At start: a setting is missing or cannot work; the message names it.</exception>
    public static TurnoutBuilder AddTurnout(this IServiceCollection services, Action<TurnoutOptions>? configure = null)
    {
        if (configure is not null) services.Configure(configure);
        var known = services.FirstOrDefault(service => service.ServiceType == typeof(ExperimentRegistry));
        if (known is not null) return new TurnoutBuilder(services, (ExperimentRegistry)known.ImplementationInstance!);

        var registry = new ExperimentRegistry();
        services.AddSingleton(registry);
        services.AddOptions<TurnoutOptions>().ValidateOnStart();
        // Bound here, before every Configure: code has the last word. A host without configuration has nothing to bind.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<TurnoutOptions>>(provider =>
            new ConfigureOptions<TurnoutOptions>(options => provider.GetService<IConfiguration>()?.GetSection(TurnoutOptions.Section).Bind(options))));
        services.AddSingleton<IValidateOptions<TurnoutOptions>, TurnoutOptionsCheck>();
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(TurnoutApi.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers();

        services.AddSingleton<ClientMeter>();
        services.AddSingleton<RulesetState>();
        services.AddSingleton<RulesetFile>();
        services.AddSingleton<TurnoutApi>();
        services.AddSingleton<KnownAssignments>();
        services.AddSingleton<EventQueue>();
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<EventSender>();
        services.AddSingleton<RulesetUpdates>();
        services.AddSingleton(provider =>
        {
            // Loads the last good ruleset, so that flags used before the host starts are not all fallbacks.
            provider.GetRequiredService<RulesetUpdates>();
            return MakeFlags(provider);
        });
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<EventSender>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RulesetUpdates>());

        services.AddHttpContextAccessor();
        services.TryAddSingleton(RequestContextReader.Default);
        services.AddSingleton<CohortLookup>();
        services.TryAddSingleton(provider => SyntheticTraffic.ByAttributeOrCohort(provider.GetRequiredService<CohortLookup>()));
        services.AddScoped(provider => new RequestFlags(
            provider.GetRequiredService<Flags>(),
            provider.GetRequiredService<IHttpContextAccessor>(),
            provider.GetRequiredService<RequestContextReader>()));
        return new TurnoutBuilder(services, registry);
    }

    internal static Flags MakeFlags(IServiceProvider provider) => new(
        provider.GetRequiredService<RulesetState>(),
        provider.GetRequiredService<KnownAssignments>(),
        provider.GetRequiredService<EventRecorder>(),
        provider.GetRequiredService<EventSender>(),
        provider.GetRequiredService<TurnoutApi>(),
        provider.GetRequiredService<ClientMeter>(),
        provider.GetRequiredService<IOptions<TurnoutOptions>>(),
        provider.GetRequiredService<ILogger<Flags>>());
}
