using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Members;
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
    readonly KeyUse adminUse = new();
    volatile FrozenDictionary<SecretHash, Caller> entries = FrozenDictionary<SecretHash, Caller>.Empty;
    volatile FrozenDictionary<string, Caller> byId = FrozenDictionary<string, Caller>.Empty;

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
        if (secret.Length is 0 or > SecretHash.MaxSecretLength || !entries.TryGetValue(SecretHash.Of(secret), out var caller)) return null;
        var now = clock.GetUtcNow();
        if (caller.ExpiresAt is { } expires && expires <= now) return null;
        caller.Use?.Note(now.ToUnixTimeMilliseconds());
        return caller;
    }

    /// <summary>Raised after the table was read again. Handlers are quick and do not throw.</summary>
    public event Action? Refreshed;

    /// <summary>Whether there is a key of that id, not revoked.</summary>
    public bool Knows(string keyId) => FindById(keyId) is not null;

    /// <returns>The caller whose key has that id; null when it is none, not any more, or expired.</returns>
    public Caller? FindById(string keyId) =>
        byId.TryGetValue(keyId, out var caller) && !(caller.ExpiresAt <= clock.GetUtcNow()) ? caller : null;

    /// <summary>When keys were used last, in Unix milliseconds, by id: those that this server has seen used.</summary>
    public IEnumerable<KeyValuePair<string, long>> Uses() =>
        byId.Where(key => key.Value.Use is { LastUsed: > 0 }).Select(key => KeyValuePair.Create(key.Key, key.Value.Use!.LastUsed));

    /// <summary>Reads the table again; when this completes, what was revoked before is refused.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await refreshing.WaitAsync(cancellation);
        try
        {
            var (keys, sessions, members) = await store.AllAsync(cancellation);
            var table = new Dictionary<SecretHash, Caller>(keys.Count + sessions.Count + 1);
            var ids = new Dictionary<string, Caller>(keys.Count);
            var before = (entries, byId);
            foreach (var key in keys)
            {
                // A token without its member is none.
                if (CallerOf(key, members, before.byId.TryGetValue(key.Id, out var known) ? known.Use! : new KeyUse()) is not { } caller) continue;
                table[SecretHash.Parse(key.Hash)] = caller;
                ids[key.Id] = caller;
            }
            foreach (var session in sessions)
            {
                var hash = SecretHash.Parse(session.Hash);
                var member = session.MemberId is null ? null : members.GetValueOrDefault(session.MemberId);
                if (session.MemberId is not null && member is null) continue;
                table[hash] = new Caller
                {
                    Kind = CallerKind.Operator,
                    Actor = member?.Actor ?? session.Actor,
                    Rights = member?.Rights ?? Rights.Admin,
                    RightsIn = member?.RightsIn ?? FrozenDictionary<string, Right>.Empty,
                    MemberId = session.MemberId,
                    ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(session.ExpiresAt),
                    Use = before.entries.TryGetValue(hash, out var known) ? known.Use : new KeyUse(),
                };
            }
            if (adminToken is { } token) table[token] = new Caller { Kind = CallerKind.Operator, Actor = "admin", Rights = Rights.Admin, Use = adminUse };
            entries = table.ToFrozenDictionary();
            byId = ids.ToFrozenDictionary();
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

    static Caller? CallerOf(AccessKeyRow key, Dictionary<string, Member> members, KeyUse use)
    {
        var member = key.MemberId is null ? null : members.GetValueOrDefault(key.MemberId);
        if (key.MemberId is not null && member is null) return null;
        var (kind, rights, rightsIn) = key.Kind switch
        {
            "server" => (CallerKind.Server, Rights.Server, null),
            "client" => (CallerKind.Client, Rights.Client, null),
            "admin" => (CallerKind.Operator, Rights.Admin, null),
            _ => Scoped(key, member),
        };
        return new Caller
        {
            Kind = kind,
            Actor = member is null ? $"{key.Kind}:{key.Name}" : $"{key.Kind}:{member.Row.Email}:{key.Name}",
            Environment = kind == CallerKind.Operator ? null : key.Environment,
            Rights = rights,
            RightsIn = rightsIn ?? FrozenDictionary<string, Right>.Empty,
            KeyId = key.Id,
            MemberId = key.MemberId,
            ExpiresAt = key.ExpiresAt is { } expires ? DateTimeOffset.FromUnixTimeMilliseconds(expires) : null,
            Origins = key.Origins?.Split(' '),
            Use = use,
        };
    }

    // A token can do what it is for, and never more than its member; where it is for one environment, only there.
    static (CallerKind, Right, IReadOnlyDictionary<string, Right>?) Scoped(AccessKeyRow key, Member? member)
    {
        var scopes = key.Rights() & ~Right.Account;
        var rights = scopes & (member?.Rights ?? Rights.Admin);
        var rightsIn = member?.RightsIn.ToDictionary(granted => granted.Key, granted => granted.Value & scopes);
        if (key.Environment is not { } only) return (CallerKind.Operator, rights, rightsIn);
        var there = rights | (rightsIn is not null && rightsIn.TryGetValue(only, out var more) ? more : Right.None);
        return (CallerKind.Operator, rights & Right.EnvironmentsRead, new Dictionary<string, Right> { [only] = there });
    }
}
