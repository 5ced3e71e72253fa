using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Server.Delivery.Recent;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Previews;

namespace Turnout.Server.Hosting;

/// <summary>What keeps a change from hurting someone: settings, rehearsals.</summary>
internal static class SafeHands
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SettingsStore>();
        services.AddSingleton<SettingsTable>();
        services.AddHostedService(provider => provider.GetRequiredService<SettingsTable>());
        services.AddSingleton<RecentContextStore>();
        services.AddSingleton<RecentContexts>();
        services.AddHostedService(provider => provider.GetRequiredService<RecentContexts>());
        services.AddSingleton<Rehearsals>();
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        SettingsEndpoints.Map(endpoints);
        PreviewEndpoints.Map(endpoints);
    }
}
