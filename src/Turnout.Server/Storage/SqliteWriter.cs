using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Turnout.Server.Storage;

/// <summary>
/// The one thread that writes to SQLite. Writes that wait at the same time share a transaction, and thereby one flush to the disk;
/// each runs under its own savepoint, so that one that fails undoes nothing but itself. A write's task completes after the commit.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    const int QueueLength = 4096;
    const int GroupSize = 256;

    readonly Channel<Write> queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    readonly SqliteConnection connection;
    readonly Action<IEnumerable<Change>> raise;
    readonly Thread thread;

    public SqliteWriter(SqliteConnection connection, Action<IEnumerable<Change>> raise)
    {
        this.connection = connection;
        this.raise = raise;
        thread = new Thread(Loop) { Name = "turnout-sqlite-writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>Queues a write; waits where the queue is full. A write that has been queued can no longer be cancelled.</summary>
    public async Task<T> RunAsync<T>(Func<Session, Task<T>> write, Func<T, bool> keep, CancellationToken cancellation)
    {
        var work = new Write<T>(write, keep);
        try
        {
            await queue.Writer.WriteAsync(work, cancellation);
        }
        catch (ChannelClosedException exception)
        {
            throw new StorageException(new("storage_unavailable", 503, "The server is shutting down; nothing of this request was kept."), exception);
        }
        return await work.Task;
    }

    /// <summary>Finishes what is queued, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await Task.Run(thread.Join);
        await connection.DisposeAsync();
    }

    void Loop()
    {
        var group = new List<Write>(GroupSize);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < GroupSize && queue.Reader.TryRead(out var write)) group.Add(write);
            if (!TryCommit(group))
                // The shared transaction was lost, perhaps by one of them only: each gets one of its own.
                foreach (var write in group)
                    if (!write.Settled) TryCommit([write]);
            foreach (var write in group) write.Complete();
        }
    }

    /// <returns>Whether every write is settled; false when the whole transaction was rolled back under several writes.</returns>
    bool TryCommit(IReadOnlyList<Write> group)
    {
        var alone = group.Count == 1;
        Write? running = null;
        try
        {
            Execute("BEGIN IMMEDIATE");
            foreach (var write in group)
            {
                running = write;
                if (!alone) Execute("SAVEPOINT w");
                var keep = write.Run(new Session(connection, null, Dialect.Sqlite));
                if (raw.sqlite3_get_autocommit(connection.Handle) != 0)
                    // SQLite rolls back by itself on a full disk and the like.
                    throw write.Failure ?? new InvalidOperationException("A write ended the transaction it ran in.");
                if (alone && !keep) Execute("ROLLBACK");
                else if (!alone) Execute(keep ? "RELEASE w" : "ROLLBACK TO w; RELEASE w");
                if (alone && !keep)
                {
                    write.Settled = true;
                    return true;
                }
            }
            running = null;
            Execute("COMMIT");
        }
        catch (Exception exception)
        {
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0) Execute("ROLLBACK");
            if (!alone)
            {
                foreach (var write in group) write.Reset();
                return false;
            }
            (running ?? group[0]).Fail(exception);
            group[0].Settled = true;
            return true;
        }
        var changes = new HashSet<Change>();
        foreach (var write in group)
        {
            write.Settled = true;
            changes.UnionWith(write.Changes);
        }
        raise(changes);
        return true;
    }

    void Execute(string sql) => SqliteDatabase.Execute(connection, sql);

    abstract class Write
    {
        public bool Settled { get; set; }

        public Exception? Failure { get; protected set; }

        public IReadOnlyCollection<Change> Changes { get; protected set; } = [];

        /// <returns>Whether to keep what it did.</returns>
        public abstract bool Run(Session session);

        public abstract void Complete();

        public void Fail(Exception exception)
        {
            Failure = exception is SqliteException sqlite && SqliteErrors.Outage(sqlite) is { } outage ? new StorageException(outage, sqlite) : exception;
            Changes = [];
        }

        public void Reset()
        {
            Failure = null;
            Changes = [];
        }
    }

    sealed class Write<T>(Func<Session, Task<T>> write, Func<T, bool> keep) : Write
    {
        // Continuations must not run on the writer's thread.
        readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? value;

        public Task<T> Task => completion.Task;

        public override bool Run(Session session)
        {
            try
            {
                value = write(session).GetAwaiter().GetResult();
                if (!keep(value)) return false;
                Changes = session.Changes;
                return true;
            }
            catch (Exception exception)
            {
                Fail(exception);
                return false;
            }
        }

        public override void Complete()
        {
            if (Failure is null) completion.SetResult(value!);
            else completion.SetException(Failure);
        }
    }
}
