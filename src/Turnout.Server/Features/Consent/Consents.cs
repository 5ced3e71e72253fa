using System.Collections.Concurrent;
using Turnout.Engine;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Consent;

/// <summary>Brings recorded consent into contexts, from memory where it can. Thread-safe.</summary>
internal sealed class Consents : IDisposable
{
    const int MaxKnown = 100_000;

    static readonly string[] Units = ["user", "visitor"];

    static readonly TimeSpan Life = TimeSpan.FromSeconds(15);

    readonly ConsentStore store;
    readonly Database database;
    readonly TimeProvider clock;
    readonly ConcurrentDictionary<UnitKey, (bool? Granted, long At)> known = new();

    public Consents(ConsentStore store, Database database, TimeProvider clock)
    {
        (this.store, this.database, this.clock) = (store, database, clock);
        database.Changed += OnChanged;
    }

    /// <summary>The attribute by which a context says that it agrees.</summary>
    public const string Attribute = "consent";

    /// <summary>
    /// Sets the context's <c>consent</c> to what is recorded of its user, else of its visitor; a withdrawal wins over what the context says, and where nothing is
    /// recorded the context's own word stands. While the store is away nobody agrees whose consent is not in memory.
    /// </summary>
    public async ValueTask ApplyAsync(string environment, EvaluationContext context, CancellationToken cancellation)
    {
        foreach (var unit in Units)
        {
            if (context.UnitId(unit) is not { } id) continue;
            if (await GrantedAsync(new UnitKey(environment, unit, id), cancellation) is not { } granted) continue;
            context[Attribute] = granted;
            return;
        }
    }

    public void Forget() => known.Clear();

    public void Dispose() => database.Changed -= OnChanged;

    async ValueTask<bool?> GrantedAsync(UnitKey unit, CancellationToken cancellation)
    {
        if (known.TryGetValue(unit, out var entry) && clock.GetElapsedTime(entry.At) < Life) return entry.Granted;
        try
        {
            var granted = (await store.FindAsync(unit, cancellation))?.Granted;
            if (known.Count >= MaxKnown) known.Clear();
            known[unit] = (granted, clock.GetTimestamp());
            return granted;
        }
        catch (StorageException)
        {
            return entry.Granted == true;
        }
    }

    void OnChanged(Change change)
    {
        if (change.Kind is ChangeKind.Consent or ChangeKind.Everything) known.Clear();
    }

}
