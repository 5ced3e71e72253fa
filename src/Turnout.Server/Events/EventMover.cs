using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Events;

/// <summary>
/// Moves events from the store, where they were made durable, to ClickHouse, where there is one: many at a time, in their order, on one server at a time.
/// A move that was cut short is made again and replaces itself.
/// </summary>
internal sealed class EventMover(Database database, TimeProvider clock, ILogger<EventMover> log, ClickHouseEvents archive) : IHostedService, IDisposable
{
    const string Job = "events-to-clickhouse";

    // A part of ClickHouse's for each insert: few and large ones.
    const int EventsAtATime = 200_000;
    const int BytesAtATime = 32 << 20;
    const int Enough = 50_000;
    static readonly TimeSpan OldEnough = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource stop = new();
    ITimer? timer;
    Task round = Task.CompletedTask;
    bool failing;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (archive.IsConfigured)
        {
            timer = clock.CreateTimer(_ => Begin(), null, Period, Period);
            return;
        }
        if (await database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM event_logs WHERE moved > 0"), cancellationToken) > 0)
            throw new StartupException("Events of this store lie on ClickHouse: set TURNOUT_CLICKHOUSE, or move everything elsewhere with turnout export and turnout import.");
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (timer is not null) await timer.DisposeAsync();
        await stop.CancelAsync();
        await round;
    }

    public void Dispose() => stop.Dispose();

    /// <summary>Moves what there is.</summary>
    /// <param name="all">Whether also what could wait for more to come.</param>
    /// <exception cref="StorageException">The store or ClickHouse is away.</exception>
    public async Task MoveAsync(bool all)
    {
        if (!archive.IsConfigured) return;
        await database.TryAloneAsync(Job, async () =>
        {
            foreach (var number in await database.ReadAsync(session => session.QueryAsync<long>("SELECT number FROM event_logs ORDER BY number"), stop.Token))
            {
                while (!stop.IsCancellationRequested && await MoveSomeAsync(number, all))
                {
                }
                await RemoveAsync(number);
            }
        }, stop.Token);
    }

    void Begin()
    {
        // A round that takes longer than the period is still the only one.
        if (round.IsCompleted) round = Task.Run(RunAsync);
    }

    async Task RunAsync()
    {
        try
        {
            await MoveAsync(all: false);
            if (failing) log.LogInformation("Events go to ClickHouse again.");
            failing = false;
        }
        catch (StorageException exception)
        {
            // They wait where they are.
            if (!failing) log.LogWarning("Events do not get to ClickHouse and wait in the store: {Reason} {Cause}", exception.Message, exception.InnerException?.Message);
            failing = true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            log.LogError(exception, "Moving events to ClickHouse failed");
        }
    }

    async Task<bool> MoveSomeAsync(long number, bool all)
    {
        var (state, blocks) = await database.ReadAsync(async session => await ReadAsync(session, number, all), stop.Token);
        if (blocks.Count == 0) return false;
        var name = state.Archive ?? await NameAsync(number);
        await archive.InsertAsync(name, state.Environment, blocks.Select(block => (block.First, block.ReceivedAt, block.Body)), stop.Token);
        var to = blocks[^1].First + blocks[^1].Count;
        return await database.WriteAsync(async session =>
        {
            // Another server may have taken over while this one was cut off.
            if (await session.ExecuteAsync("UPDATE event_logs SET moved = @to WHERE number = @number AND moved = @Moved", new { to, number, state.Moved }) == 0) return false;
            await session.ExecuteAsync("DELETE FROM event_blocks WHERE log = @number AND first < @to", new { number, to });
            return true;
        });
    }

    async Task<(LogRow State, List<BlockRow> Blocks)> ReadAsync(Session session, long number, bool all)
    {
        var state = await session.SingleAsync<LogRow>("SELECT environment, next, moved, archive FROM event_logs WHERE number = @number", new { number });
        var blocks = new List<BlockRow>();
        if (state.Next == state.Moved) return (state, blocks);
        if (!all && state.Next - state.Moved < Enough)
        {
            var oldest = await session.ScalarAsync<long?>("SELECT received_at FROM event_blocks WHERE log = @number ORDER BY first LIMIT 1", new { number });
            if (oldest is null || clock.GetUtcNow().ToUnixTimeMilliseconds() - oldest < OldEnough.TotalMilliseconds) return (state, blocks);
        }
        for (long at = state.Moved, bytes = 0; at < state.Next && at - state.Moved < EventsAtATime && bytes < BytesAtATime;)
        {
            var block = await session.FirstOrDefaultAsync<BlockRow>(
                "SELECT first, count, received_at AS ReceivedAt, body FROM event_blocks WHERE log = @number AND first >= @at ORDER BY first LIMIT 1", new { number, at });
            // What has grown too old was removed before it was moved.
            if (block is null) break;
            blocks.Add(block);
            at = block.First + block.Count;
            bytes += block.Body.Length;
        }
        return (state, blocks);
    }

    Task<string> NameAsync(long number) => database.WriteAsync(async session =>
    {
        await session.ExecuteAsync("UPDATE event_logs SET archive = @name WHERE number = @number AND archive IS NULL", new { name = Guid.CreateVersion7().ToString("N"), number });
        return (await session.ScalarAsync<string>("SELECT archive FROM event_logs WHERE number = @number", new { number }))!;
    });

    /// <summary>What readers skip already goes from the disks too, once all of it has arrived there.</summary>
    async Task RemoveAsync(long number)
    {
        var removals = await database.ReadAsync(session => session.QueryAsync<RemovalRow>("""
            SELECT removal.experiment, removal.before, log.archive FROM event_removals AS removal JOIN event_logs AS log ON log.number = removal.log
            WHERE removal.log = @number AND NOT removal.done AND removal.before <= log.moved
            """, new { number }), stop.Token);
        foreach (var removal in removals)
        {
            await archive.RemoveAsync(removal.Archive, removal.Experiment, removal.Before, stop.Token);
            await database.WriteAsync(session => session.ExecuteAsync(
                "UPDATE event_removals SET done = @done WHERE log = @number AND experiment = @Experiment AND before = @Before", new { done = true, number, removal.Experiment, removal.Before }));
        }
    }

    sealed class LogRow
    {
        public string Environment { get; init; } = "";

        public long Next { get; init; }

        public long Moved { get; init; }

        public string? Archive { get; init; }
    }

    sealed class BlockRow
    {
        public long First { get; init; }

        public long Count { get; init; }

        public long ReceivedAt { get; init; }

        public byte[] Body { get; init; } = [];
    }

    sealed class RemovalRow
    {
        public string Experiment { get; init; } = "";

        public long Before { get; init; }

        public string Archive { get; init; } = "";
    }
}
