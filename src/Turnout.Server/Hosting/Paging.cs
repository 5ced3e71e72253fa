using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Turnout.Server.Hosting;

/// <summary>The query of every list: bind it with <c>[AsParameters]</c>, then <see cref="Read"/> or <see cref="ReadKeys"/> it.</summary>
internal sealed record PageQuery
{
    [FromQuery(Name = "limit"), Description("How many items at most, 1 to 200; 50 when left out.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "after"), Description("The `next` of the page before; left out for the first page.")]
    public string? After { get; init; }

    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>Checks the query of a list whose cursor holds so many texts.</summary>
    public Result<PageRequest> Read(int keys = 1) => ReadKeys([.. Enumerable.Repeat(CursorKey.Text, keys)]);

    /// <summary>Checks the query.</summary>
    /// <param name="keys">What the list's cursor holds.</param>
    /// <returns>The page wanted, or 400 <c>invalid_limit</c> or <c>invalid_cursor</c>.</returns>
    public Result<PageRequest> ReadKeys(params ReadOnlySpan<CursorKey> keys)
    {
        var limit = Limit ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
            return Problem.Invalid("invalid_limit", "limit", $"'limit' is {limit}; it must be 1 to {MaxLimit}.");
        if (After is null) return new PageRequest(limit, null);
        var values = Cursor.TryRead(After, keys.Length);
        for (var i = 0; values is not null && i < keys.Length; i++)
            if (keys[i] == CursorKey.Number && !long.TryParse(values[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) values = null;
        return values is not null
            ? new PageRequest(limit, values)
            : InvalidCursor;
    }

    /// <summary>For cursors whose values turn out not to be this list's.</summary>
    public static Problem InvalidCursor { get; } =
        Problem.Invalid("invalid_cursor", "after", "'after' is not a cursor of this list; use the 'next' of the page before, unchanged.");
}

/// <summary>The type of a keyset value, as the database compares it.</summary>
internal enum CursorKey
{
    Text,
    Number,
}

/// <summary>A page wanted: <paramref name="After"/> holds the keyset values of the last item seen, null on the first page.</summary>
internal sealed record PageRequest(int Limit, string[]? After)
{
    /// <summary>What to ask the database for: one more row than shown tells whether there is a next page.</summary>
    public int Fetch => Limit + 1;

    /// <summary>A keyset value that was read as <see cref="CursorKey.Number"/>; null on the first page.</summary>
    public long? AfterNumber(int index = 0) => After is null ? null : long.Parse(After[index], CultureInfo.InvariantCulture);
}

/// <summary>One page of a list; <c>next</c> is null on the last.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

internal static class Page
{
    /// <summary>Makes a page of rows fetched with <see cref="PageRequest.Fetch"/>.</summary>
    /// <param name="rows">In list order, at most <see cref="PageRequest.Fetch"/>.</param>
    /// <param name="request">The page wanted.</param>
    /// <param name="item">From row to item on the wire.</param>
    /// <param name="keys">The row's keyset values, in the order of the list's sorting.</param>
    public static Page<TItem> Of<TRow, TItem>(IReadOnlyList<TRow> rows, PageRequest request, Func<TRow, TItem> item, Func<TRow, string[]> keys)
    {
        var shown = Math.Min(rows.Count, request.Limit);
        var items = new TItem[shown];
        for (var i = 0; i < shown; i++) items[i] = item(rows[i]);
        return new Page<TItem>(items, rows.Count > request.Limit ? Cursor.Write(keys(rows[shown - 1])) : null);
    }
}

/// <summary>Opaque text around the keyset values of a list's last item.</summary>
internal static class Cursor
{
    const int MaxLength = 4096;

    public static string Write(params string[] keys) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(keys));

    /// <returns>The values, or null where the text is no cursor with that many.</returns>
    public static string[]? TryRead(string text, int keys)
    {
        if (text.Length is 0 or > MaxLength || !Base64Url.IsValid(text)) return null;
        try
        {
            var values = JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(text));
            return values?.Length == keys && Array.TrueForAll(values, value => value is not null && !value.Contains('\0', StringComparison.Ordinal)) ? (string[])values! : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return null;
        }
    }
}
