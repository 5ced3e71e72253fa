using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Definitions;

/// <summary>The SQL of who names whom.</summary>
internal static class ReferenceStore
{
    /// <summary>Records what an item names now, in the transaction that saves it.</summary>
    public static async Task ReplaceAsync(Session session, string environment, Item from, IReadOnlyCollection<Item> to)
    {
        await RemoveAsync(session, environment, from);
        if (to.Count == 0) return;
        await session.ExecuteAsync("""
            INSERT INTO item_references (environment, from_kind, from_key, to_kind, to_key)
            VALUES (@environment, @FromKind, @FromKey, @ToKind, @ToKey)
            """, to.Select(item => new { environment, FromKind = from.Kind, FromKey = from.Key, ToKind = item.Kind, ToKey = item.Key }));
    }

    public static Task RemoveAsync(Session session, string environment, Item from) =>
        session.ExecuteAsync(
            "DELETE FROM item_references WHERE environment = @environment AND from_kind = @Kind AND from_key = @Key",
            new { environment, from.Kind, from.Key });

    /// <summary>The items that name this one, by kind and key.</summary>
    public static async Task<List<Item>> UsersAsync(Session session, string environment, Item to) =>
        [.. (await session.QueryAsync<ReferenceRow>("""
            SELECT from_kind AS FromKind, from_key AS FromKey, to_kind AS ToKind, to_key AS ToKey FROM item_references
            WHERE environment = @environment AND to_kind = @Kind AND to_key = @Key ORDER BY from_kind, from_key
            """, new { environment, to.Kind, to.Key })).Select(row => new Item(row.FromKind, row.FromKey))];

    /// <summary>All pairs of items of one kind where the first names the second.</summary>
    public static async Task<ILookup<string, string>> WithinAsync(Session session, string environment, string kind) =>
        (await session.QueryAsync<ReferenceRow>("""
            SELECT from_kind AS FromKind, from_key AS FromKey, to_kind AS ToKind, to_key AS ToKey FROM item_references
            WHERE environment = @environment AND from_kind = @kind AND to_kind = @kind
            """, new { environment, kind })).ToLookup(row => row.FromKey, row => row.ToKey);

    /// <summary>409 <c>…_in_use</c> that names the users; null when there are none.</summary>
    public static async Task<Problem?> InUseAsync(Session session, string environment, Item item)
    {
        var users = await UsersAsync(session, environment, item);
        if (users.Count == 0) return null;
        const int named = 10;
        var names = string.Join(", ", users.Take(named)) + (users.Count > named ? $" and {users.Count - named} more" : "");
        return Problem.Conflict($"{item.Kind}_in_use", $"The {item} is used by {names}.");
    }

    sealed class ReferenceRow
    {
        public string FromKind { get; init; } = "";

        public string FromKey { get; init; } = "";

        public string ToKind { get; init; } = "";

        public string ToKey { get; init; } = "";
    }
}
