using Microsoft.CodeAnalysis.Text;

namespace Turnout.Analyzers;

/// <summary>
/// The flags and experiments of an environment, as <c>turnout generate --list</c> writes them: one a line, <c>flag KEY TYPE [archived] [always=VALUE]</c> or
/// <c>experiment KEY VARIANT,VARIANT [archived]</c>; a first line <c>environment KEY</c>; comments begin with <c>#</c>.
/// </summary>
internal sealed class FlagList
{
    public const string FileName = "turnout.flags.txt";

    private FlagList()
    {
    }

    public string Environment { get; private set; } = "the list of flags";

    public Dictionary<string, Entry> Flags { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Entry> Experiments { get; } = new(StringComparer.Ordinal);

    /// <summary>The first line that cannot be read, from 1, and why; a list with such a line warns of nothing else.</summary>
    public (int Line, string Why)? Problem { get; private set; }

    public static FlagList Read(SourceText text)
    {
        var list = new FlagList();
        foreach (var line in text.Lines)
        {
            var words = line.ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].StartsWith("#", StringComparison.Ordinal)) continue;
            if (list.Add(words) is not { } why) continue;
            list.Problem = (line.LineNumber + 1, why);
            break;
        }

        return list;
    }

    private string? Add(string[] words)
    {
        switch (words[0])
        {
            case "environment" when words.Length == 2:
                Environment = $"'{words[1]}'";
                return null;
            case "flag" or "experiment" when words.Length >= 3:
                var items = words[0] == "flag" ? Flags : Experiments;
                var archived = false;
                string? always = null;
                foreach (var word in words.Skip(3))
                {
                    if (word == "archived") archived = true;
                    else if (word.StartsWith("always=", StringComparison.Ordinal)) always = word.Substring("always=".Length);
                    // Words of a newer form are passed over: they say more, not something else.
                }

                items[words[1]] = new Entry(archived, always);
                return null;
            default:
                return $"'{words[0]}' is not understood";
        }
    }

    /// <summary>The key that was probably meant; null where none is near.</summary>
    public static string? Nearest(string key, IEnumerable<string> keys)
    {
        var (best, nearest) = (Math.Max(1, key.Length / 4) + 1, (string?)null);
        foreach (var other in keys)
        {
            var distance = Math.Abs(other.Length - key.Length) < best ? Distance(key, other) : best;
            if (distance < best) (best, nearest) = (distance, other);
        }

        return nearest;
    }

    // Levenshtein's.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[b.Length];
    }

    /// <summary>A flag or an experiment.</summary>
    public sealed class Entry(bool archived, string? always)
    {
        public bool IsArchived { get; } = archived;

        /// <summary>The value that everyone gets; null where it depends.</summary>
        public string? Always { get; } = always;
    }
}
