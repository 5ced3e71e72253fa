using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Server.Events;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Features.Access;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Audit;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Consent;

/// <summary>Brings erasures to ClickHouse, on one server at a time, until no row there names the unit; however often it is cut short, it goes on.</summary>
internal sealed class ErasureJob : IHostedService, IAsyncDisposable
{
    readonly Rounds rounds;
    readonly EventLogStore log;
    readonly ClickHouseEvents archive;
    readonly AuditStore audit;
    readonly Database database;

    public ErasureJob(EventLogStore log, ClickHouseEvents archive, AuditStore audit, Database database, TimeProvider clock, ILogger<ErasureJob> logger)
    {
        (this.log, this.archive, this.audit, this.database) = (log, archive, audit, database);
        rounds = new Rounds("erasures-on-clickhouse", TimeSpan.FromSeconds(5), database, clock, logger, RoundAsync);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (archive.IsConfigured) rounds.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => rounds.StopAsync();

    public ValueTask DisposeAsync() => rounds.DisposeAsync();

    internal Task RunAsync() => rounds.RunAsync();

    async Task RoundAsync(CancellationToken cancellation)
    {
        foreach (var pending in await log.PendingErasuresAsync(cancellation))
        {
            if (!await log.EraseFromArchiveAsync(pending, cancellation)) continue;
            await database.WriteAsync(async session =>
            {
                if (await EventLogStore.FinishErasureAsync(session, pending) == 0) return;
                var unit = new UnitKey(pending.Environment, pending.Unit, pending.Id);
                await audit.AppendAsync(session, Author.System, new AuditEntry("unit.erased_on_clickhouse", Erasure.Mark(unit), pending.Environment) { Metadata = new { pending.Unit } });
            }, cancellation);
        }
    }
}
