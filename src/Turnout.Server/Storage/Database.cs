using Microsoft.Extensions.Logging;
using Turnout.Server.Hosting;

namespace Turnout.Server.Storage;

/// <summary>
/// The SQL store, one contract over two real databases: reads see one consistent snapshot, a write is one transaction that is
/// durable when its task completes. Thread-safe.
/// </summary>
/// <remarks>
/// A write's function may run more than once (after a lost race, or when the transaction it shared was rolled back): it touches
/// nothing but its session. Outages surface as <see cref="StorageException"/>, which the endpoints answer with its problem.
/// </remarks>
internal abstract class Database(ILogger log) : IAsyncDisposable
{
    public abstract Dialect Dialect { get; }

    /// <summary>
    /// Raised after the commit of every change that others should look at, on this server and the others; also with
    /// <see cref="Change.Everything"/> when notices may have been lost. Handlers are quick and do not throw.
    /// </summary>
    public event Action<Change>? Changed;

    /// <summary>Opens the database and brings its schema up to date.</summary>
    /// <exception cref="StartupException">It cannot be used; the message says why and what to do.</exception>
    public abstract Task StartAsync(CancellationToken cancellation);

    /// <summary>The steps that <see cref="StartAsync"/> would take to bring the schema up to date; changes nothing.</summary>
    /// <exception cref="StartupException">The database cannot be read, or belongs to a newer program.</exception>
    public abstract Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken cancellation);

    /// <summary>Runs a read on one consistent snapshot.</summary>
    public abstract Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellation = default);

    /// <summary>Runs a write; everything it did is undone when it throws.</summary>
    public Task<T> WriteAsync<T>(Func<Session, Task<T>> write, CancellationToken cancellation = default) =>
        WriteAsync(write, static _ => true, cancellation);

    /// <summary>Runs a write; everything it did is undone when it throws or answers with a problem.</summary>
    public Task<Result<T>> WriteAsync<T>(Func<Session, Task<Result<T>>> write, CancellationToken cancellation = default) =>
        WriteAsync(write, static result => !result.Failed, cancellation);

    /// <summary>Runs a write that answers nothing.</summary>
    public Task WriteAsync(Func<Session, Task> write, CancellationToken cancellation = default) =>
        WriteAsync<bool>(async session =>
        {
            await write(session);
            return true;
        }, cancellation);

    protected abstract Task<T> WriteAsync<T>(Func<Session, Task<T>> write, Func<T, bool> keep, CancellationToken cancellation);

    /// <summary>
    /// Runs a background job unless it is running already, on this server or another; when the server that ran it dies, the next to ask
    /// gets it. The job checks what it changes in its own writes: one that was cut off from the database may still be running.
    /// </summary>
    /// <param name="job">The job's name.</param>
    /// <param name="work">A round of the job.</param>
    /// <param name="cancellation">Ends the wait for a connection, not the job.</param>
    /// <returns>Whether it ran.</returns>
    public abstract Task<bool> TryAloneAsync(string job, Func<Task> work, CancellationToken cancellation = default);

    public abstract ValueTask DisposeAsync();

    protected void Raise(IEnumerable<Change> changes)
    {
        foreach (var change in changes) Raise(change);
    }

    protected void Raise(Change change)
    {
        foreach (var handler in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<Change>)handler)(change);
            }
            catch (Exception exception)
            {
                // A handler's bug must end neither the writer nor the other handlers.
                log.LogError(exception, "A handler of {Change} failed", change);
            }
        }
    }
}

internal enum ChangeKind
{
    /// <summary>What is evaluated in an environment: flags, segments, experiments.</summary>
    Ruleset,

    /// <summary>Keys and sessions.</summary>
    Access,

    /// <summary>Who is synthetic.</summary>
    Cohort,

    /// <summary>How an environment is run.</summary>
    Settings,

    /// <summary>Who agrees to sensitive experiments; also who was erased.</summary>
    Consent,

    /// <summary>Notices may have been lost: look at all.</summary>
    Everything,
}

/// <summary>Tells that something was changed; who cares reads it again.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Environment">Where; null where it belongs to none.</param>
internal readonly record struct Change(ChangeKind Kind, string? Environment = null)
{
    public static Change Everything { get; } = new(ChangeKind.Everything);
}

/// <summary>The store cannot serve: full, unreachable, read-only, damaged.</summary>
internal sealed class StorageException(Problem problem, Exception? inner = null) : Exception(problem.Detail, inner)
{
    public Problem Problem { get; } = problem;
}
