using System.Text.Json;
using Turnout.Engine.Bucketing;

namespace Turnout.Engine.Definitions;

/// <summary>
/// Items read from a document, each with a fingerprint of its text: what is written alike in two documents is the same item, and need not be
/// compiled again. The fingerprints belong to this list: whoever changes items puts them into another one, which has none.
/// </summary>
internal sealed class ReadItems<T> : List<T>
{
    private readonly List<ulong> _fingerprints = [];

    /// <summary>The fingerprint of each item; never 0.</summary>
    public IReadOnlyList<ulong> Fingerprints => _fingerprints;

    /// <summary>The fingerprints of a list that was read and not changed since; null of any other.</summary>
    public static IReadOnlyList<ulong>? Of(IReadOnlyList<T> items) =>
        items is ReadItems<T> read && read._fingerprints.Count == read.Count ? read._fingerprints : null;

    /// <summary>Reads a list; null counts as an empty one.</summary>
    public static ReadItems<T> Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json, string member, JsonParts.ReadItem<T> readItem)
    {
        var items = new ReadItems<T>();
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return items;
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException($"'{member}' is a list.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            items.Add(readItem(ref reader));
            items._fingerprints.Add(Math.Max(1, Fold64.Hash(utf8Json[start..(int)reader.BytesConsumed], 0)));
        }

        return items;
    }
}
