using Turnout.Client;
using Turnout.Client.Delivery;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts flags under a test's control.</summary>
public static class TestFlagsServices
{
    /// <summary>
    /// Replaces whatever <c>AddTurnout</c> would do by <see cref="TestFlags"/>: no network, no files, no settings needed. Works before or after it, so also in
    /// <c>WebApplicationFactory.ConfigureTestServices</c>.
    /// </summary>
    public static IServiceCollection AddTestFlags(this IServiceCollection services, Action<TestFlags>? set = null)
    {
        var flags = new TestFlags();
        set?.Invoke(flags);
        services.AddTurnout();
        // After everything the application configures: a test must not reach a real server by accident.
        services.PostConfigure<TurnoutOptions>(options =>
        {
            options.Offline = true;
            options.BootstrapFile = null;
            options.CacheFolder = "";
        });
        services.AddSingleton(provider =>
        {
            flags.Attach(provider.GetRequiredService<RulesetState>());
            return flags;
        });
        services.AddSingleton(provider =>
        {
            provider.GetRequiredService<TestFlags>();
            return TurnoutServices.MakeFlags(provider);
        });
        return services;
    }
}
