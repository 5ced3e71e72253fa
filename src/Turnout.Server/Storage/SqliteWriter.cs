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

    /// <param name="connection">Open for writing; belongs to the writer from here on.</param>
    /// <param name="raise">Called on the writer's thread after each commit with what it changed, before the writes' tasks complete.</param>
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
            throw new StorageException(new("storage_unavailable", 503, "The server is shutting down; nothing of this request was kept.") { RetryAfterSeconds = 5 }, exception);
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
            // Where the shared transaction is lost, perhaps by one of them only, each gets one of its own.
            if (TryCommit(group) is not null)
                foreach (var write in group)
                    if (TryCommit([write]) is { } failure) write.Fail(failure);
            foreach (var write in group) write.Complete();
        }
    }

    /// <returns>Null when the group is committed, those of it that failed undone; else why none of it was.</returns>
    Exception? TryCommit(IReadOnlyList<Write> group)
    {
        try
        {
            SqliteDatabase.Execute(connection, "BEGIN IMMEDIATE");
            foreach (var write in group)
            {
                SqliteDatabase.Execute(connection, "SAVEPOINT w");
                var keep = write.Run(new Session(connection, null, Dialect.Sqlite));
                // On a full disk and the like SQLite rolls everything back by itself.
                if (!InTransaction) return write.Failure ?? new InvalidOperationException("A write ended the transaction that it ran in.");
                SqliteDatabase.Execute(connection, keep ? "RELEASE w" : "ROLLBACK TO w; RELEASE w");
            }
            SqliteDatabase.Execute(connection, "COMMIT");
        }
        catch (Exception exception)
        {
            TryRollBack();
            return exception;
        }
        raise(group.SelectMany(write => write.Changes).ToHashSet());
        return null;
    }

    bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    void TryRollBack()
    {
        try
        {
            if (InTransaction) SqliteDatabase.Execute(connection, "ROLLBACK");
        }
        catch (SqliteException)
        {
            // The disk is gone. If the transaction is still open, the next BEGIN says so, and its writes fail likewise.
        }
    }

    abstract class Write
    {
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
    }

    sealed class Write<T>(Func<Session, Task<T>> write, Func<T, bool> keep) : Write
    {
        // Continuations must not run on the writer's thread.
        readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? value;

        public Task<T> Task => completion.Task;

        public override bool Run(Session session)
        {
            Failure = null;
            Changes = [];
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
