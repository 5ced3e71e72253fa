using Microsoft.Extensions.Logging;
using Npgsql;

namespace Turnout.Server.Storage;

/// <summary>
/// Carries <see cref="Change"/>s between servers by LISTEN/NOTIFY. After a lost connection, and after every period of
/// silence in case a notice was lost, it says <see cref="Change.Everything"/>: who hears it compares versions, and does no work where they agree.
/// </summary>
internal sealed class PostgresNotices(NpgsqlDataSource source, Action<Change> raise, TimeSpan checkPeriod, ILogger log) : IAsyncDisposable
{
    const string Channel = "turnout_changes";
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // Tells this server's own notices, which it has raised already, from the others'.
    readonly string server = Guid.NewGuid().ToString("N");
    readonly CancellationTokenSource stop = new();
    Task listening = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellation)
    {
        var connection = await ListenAsync(cancellation);
        listening = Task.Run(() => LoopAsync(connection), CancellationToken.None);
    }

    /// <summary>Sends a notice with the session's transaction: it goes out with the commit, or never.</summary>
    public Task SendAsync(Session session, Change change) =>
        session.ExecuteAsync("SELECT pg_notify(@Channel, @payload)", new { Channel, payload = $"{server} {change.Kind} {change.Environment}" });

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await listening;
        stop.Dispose();
    }

    async Task LoopAsync(NpgsqlConnection? connection)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (connection is null)
                {
                    connection = await ListenAsync(stop.Token);
                    log.LogInformation("Listening for changes again.");
                    // Whatever happened while nobody listened.
                    raise(Change.Everything);
                }
                // Receives as long as it waits; false when the period passed in silence.
                if (!await connection.WaitAsync(checkPeriod, stop.Token)) raise(Change.Everything);
                continue;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (Exception exception) when (PostgresErrors.Outage(exception) is not null)
            {
                log.LogWarning("The connection that listens for changes was lost ({Reason}); trying again.", exception.Message);
            }
            if (connection is not null) await connection.DisposeAsync();
            connection = null;
            await Task.Delay(Pause, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        if (connection is not null) await connection.DisposeAsync();
    }

    async Task<NpgsqlConnection> ListenAsync(CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            connection.Notification += (_, notice) => Receive(notice.Payload);
            await using var command = new NpgsqlCommand($"LISTEN {Channel}", connection);
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    void Receive(string payload)
    {
        var parts = payload.Split(' ', 3);
        if (parts.Length != 3 || parts[0] == server || !Enum.TryParse<ChangeKind>(parts[1], out var kind)) return;
        raise(new Change(kind, parts[2].Length == 0 ? null : parts[2]));
    }
}
