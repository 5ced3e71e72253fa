using Microsoft.Extensions.Hosting;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Cohort;
using Turnout.Server.Features.Environments;
using Turnout.Server.Storage;

namespace Turnout.Server.Hosting;

/// <summary>Opens the store before anything else starts, so that the rest may rely on it.</summary>
internal sealed class DatabaseStart(Database database, EnvironmentStore environments, KeyTable keys, CohortTable cohort) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.StartAsync(cancellationToken);
        await environments.EnsureFirstAsync(cancellationToken);
        await keys.RefreshAsync(cancellationToken);
        await cohort.RefreshAsync(cancellationToken);
    }

    // The container disposes of the database last, which finishes what is queued.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
