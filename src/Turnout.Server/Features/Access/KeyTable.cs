using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Access;

/// <summary>Every valid key, session and the admin token, in memory by hash: a lookup costs a hash and no I/O. Thread-safe.</summary>
internal sealed class KeyTable : IDisposable
{
    readonly AccessStore store;
    readonly Database database;
    readonly TimeProvider clock;
    readonly ILogger<KeyTable> log;
    readonly SemaphoreSlim refreshing = new(1);
    readonly SecretHash? adminToken;
    volatile FrozenDictionary<SecretHash, Entry> entries = FrozenDictionary<SecretHash, Entry>.Empty;
    volatile FrozenSet<string> keyIds = FrozenSet<string>.Empty;

    public KeyTable(AccessStore store, Database database, IOptions<AccessOptions> options, TimeProvider clock, ILogger<KeyTable> log)
    {
        this.store = store;
        this.database = database;
        this.clock = clock;
        this.log = log;
        adminToken = options.Value.AdminToken is { } token ? SecretHash.Of(token) : null;
        database.Changed += OnChanged;
    }

    /// <returns>The caller whose key or session this is; null when it is none, not any more, or expired.</returns>
    public Caller? Find(ReadOnlySpan<char> secret)
    {
        if (secret.Length is 0 or > SecretHash.MaxSecretLength || !entries.TryGetValue(SecretHash.Of(secret), out var entry)) return null;
        return entry.ExpiresAt is { } expires && expires <= clock.GetUtcNow().ToUnixTimeMilliseconds() ? null : entry.Caller;
    }

    /// <summary>Raised after the table was read again. Handlers are quick and do not throw.</summary>
    public event Action? Refreshed;

    /// <summary>Whether there is a key of that id, not revoked.</summary>
    public bool Knows(string keyId) => keyIds.Contains(keyId);

    /// <summary>Reads the table again; when this completes, what was revoked before is refused.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await refreshing.WaitAsync(cancellation);
        try
        {
            var (keys, sessions, members) = await store.AllAsync(cancellation);
            var table = new Dictionary<SecretHash, Entry>(keys.Count + sessions.Count + 1);
            foreach (var key in keys)
            {
                var kind = key.Kind == "admin" ? CallerKind.Operator : Enum.Parse<CallerKind>(key.Kind, ignoreCase: true);
                table[SecretHash.Parse(key.Hash)] = new(new Caller
                {
                    Kind = kind,
                    Actor = $"{key.Kind}:{key.Name}",
                    Environment = key.Environment,
                    Rights = Rights.Of(kind),
                    KeyId = key.Id,
                }, null);
            }
            foreach (var session in sessions)
            {
                if (session.MemberId is null)
                    table[SecretHash.Parse(session.Hash)] = new(new Caller { Kind = CallerKind.Operator, Actor = session.Actor, Rights = Rights.Admin }, session.ExpiresAt);
                else if (members.TryGetValue(session.MemberId, out var member))
                    table[SecretHash.Parse(session.Hash)] = new(
                        new Caller { Kind = CallerKind.Operator, Actor = member.Actor, Rights = member.Rights, RightsIn = member.RightsIn, MemberId = member.Row.Id }, session.ExpiresAt);
            }
            if (adminToken is { } hash)
                table[hash] = new(new Caller { Kind = CallerKind.Operator, Actor = "admin", Rights = Rights.Admin }, null);
            entries = table.ToFrozenDictionary();
            keyIds = keys.Select(key => key.Id).ToFrozenSet(StringComparer.Ordinal);
            Refreshed?.Invoke();
        }
        finally
        {
            refreshing.Release();
        }
    }

    public void Dispose()
    {
        database.Changed -= OnChanged;
        refreshing.Dispose();
    }

    void OnChanged(Change change)
    {
        if (change.Kind is ChangeKind.Access or ChangeKind.Everything) _ = Task.Run(RefreshInBackgroundAsync);
    }

    async Task RefreshInBackgroundAsync()
    {
        try
        {
            await RefreshAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is StorageException or ObjectDisposedException)
        {
            // The store says Everything when it is back; until then the last table stands.
            log.LogWarning("The keys could not be read again: {Reason}", exception.Message);
        }
    }

    readonly record struct Entry(Caller Caller, long? ExpiresAt);
}
