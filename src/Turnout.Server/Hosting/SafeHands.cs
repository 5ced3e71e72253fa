using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Server.Delivery.Recent;
using Turnout.Server.Features.Consent;
using Turnout.Server.Features.Drafts;
using Turnout.Server.Features.Environments;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Guardrails;
using Turnout.Server.Features.Previews;
using Turnout.Server.Features.Ramps;
using Turnout.Server.Features.Revisions;
using Turnout.Server.Features.Snapshots;
using Turnout.Server.Features.Verdicts;

namespace Turnout.Server.Hosting;

/// <summary>What keeps a change from hurting someone: settings, rehearsals, revisions, drafts, ramps, guardrails, consent; verdicts and snapshots of results.</summary>
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
        services.AddSingleton<FlagExperimentWrites>();
        services.AddSingleton<DraftActions>();
        services.AddSingleton<DraftStore>();
        services.AddSingleton<DraftWrites>();
        services.AddSingleton<DraftSchedule>();
        services.AddHostedService(provider => provider.GetRequiredService<DraftSchedule>());
        services.AddSingleton<GuardrailStore>();
        services.AddSingleton<GuardrailJob>();
        services.AddHostedService(provider => provider.GetRequiredService<GuardrailJob>());
        services.AddSingleton<RemoveTraces>(GuardrailStore.RemoveTracesAsync);
        services.AddSingleton<RampStore>();
        services.AddSingleton<RampJob>();
        services.AddHostedService(provider => provider.GetRequiredService<RampJob>());
        services.AddSingleton<RemoveTraces>(RampStore.RemoveTracesAsync);
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<RemoveTraces>(SnapshotStore.RemoveTracesAsync);
        services.AddSingleton<VerdictStore>();
        services.AddSingleton<VerdictJob>();
        services.AddHostedService(provider => provider.GetRequiredService<VerdictJob>());
        services.AddSingleton<RemoveTraces>(VerdictStore.RemoveTracesAsync);
        services.AddSingleton<ConsentStore>();
        services.AddSingleton<Consents>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<ErasureJob>();
        services.AddHostedService(provider => provider.GetRequiredService<ErasureJob>());
        services.AddSingleton<RevisionStore>();
        services.AddSingleton<PastRulesets>();
        services.AddHostedService<FirstRevisions>();
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        SettingsEndpoints.Map(endpoints);
        RecentContextEndpoints.Map(endpoints);
        PreviewEndpoints.Map(endpoints);
        RevisionEndpoints.Map(endpoints);
        DraftEndpoints.Map(endpoints);
        GuardrailEndpoints.Map(endpoints);
        RampEndpoints.Map(endpoints);
        SnapshotEndpoints.Map(endpoints);
        ConsentEndpoints.Map(endpoints);
        FlagExperimentEndpoints.Map(endpoints);
    }
}
