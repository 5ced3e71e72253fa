using System.Text.Json;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>Typed access to the members of one JSON object; what nobody asked for is refused by name.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, JsonElement> _members = [];
    private readonly HashSet<string> _read = [];
    private readonly List<Fields> _children = [];
    private readonly string _path;

    public Fields(JsonElement element, string path)
    {
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
            throw new MalformedLine("invalid_type", path.Length == 0 ? "A line must be one JSON object." : $"'{path}' must be an object.");
        foreach (var member in element.EnumerateObject())
            _members[member.Name] = member.Value;
    }

    public bool Has(string name) => _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public Fields Object(string name) => Child(Required(name), Path(name));

    public IReadOnlyList<Fields> Objects(string name) =>
        Items(name).Select((item, i) => Child(item, $"{Path(name)}[{i}]")).ToList();

    public double Number(string name) => Number(Required(name), Path(name));

    public double Number(string name, double otherwise) => Has(name) ? Number(name) : otherwise;

    public double Between(string name, double low, double high, double? otherwise = null)
    {
        var value = otherwise is { } given ? Number(name, given) : Number(name);
        return value > low && value < high ? value : throw Range(name, $"must lie between {low} and {high}, both excluded");
    }

    public double Positive(string name, double? otherwise = null)
    {
        var value = otherwise is { } given ? Number(name, given) : Number(name);
        return value > 0 ? value : throw Range(name, "must lie above 0");
    }

    public long Count(string name) => Count(Required(name), Path(name));

    public long Count(string name, long otherwise) => Has(name) ? Count(name) : otherwise;

    public bool Flag(string name)
    {
        if (!Has(name))
            return false;
        var value = Required(name);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new MalformedLine("invalid_type", $"'{Path(name)}' must be true or false.");
    }

    public string Word(string name, string otherwise, params ReadOnlySpan<string> allowed)
    {
        if (!Has(name))
            return otherwise;
        var value = Text(name);
        foreach (var word in allowed)
        {
            if (word == value)
                return value;
        }

        throw new MalformedLine("invalid_value", $"'{Path(name)}' must be one of {string.Join(", ", allowed.ToArray())}.");
    }

    public string Text(string name)
    {
        var value = Required(name);
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new MalformedLine("invalid_type", $"'{Path(name)}' must be a string.");
    }

    public double[] Numbers(string name) => Items(name).Select((item, i) => Number(item, $"{Path(name)}[{i}]")).ToArray();

    public double?[] NumbersOrNull(string name) =>
        Items(name).Select((item, i) => item.ValueKind == JsonValueKind.Null ? (double?)null : Number(item, $"{Path(name)}[{i}]")).ToArray();

    public long[] Counts(string name) => Items(name).Select((item, i) => Count(item, $"{Path(name)}[{i}]")).ToArray();

    public double[][] Rows(string name) => Nested(name, Number);

    public long[][] CountRows(string name) => Nested(name, Count);

    /// <summary>Refuses members that no reader asked for, in this object and in those read from it.</summary>
    public void NothingElse()
    {
        foreach (var name in _members.Keys)
        {
            if (!_read.Contains(name))
                throw new MalformedLine("unknown_member", $"'{Path(name)}' is not known here.");
        }

        foreach (var child in _children)
            child.NothingElse();
    }

    public MalformedLine Range(string name, string rule) => new("invalid_value", $"'{Path(name)}' {rule}.");

    private Fields Child(JsonElement element, string path)
    {
        var child = new Fields(element, path);
        _children.Add(child);
        return child;
    }

    private T[][] Nested<T>(string name, Func<JsonElement, string, T> read) => Items(name).Select((row, i) =>
    {
        var path = $"{Path(name)}[{i}]";
        return Elements(row, path).Select((item, j) => read(item, $"{path}[{j}]")).ToArray();
    }).ToArray();

    private JsonElement.ArrayEnumerator Items(string name) => Elements(Required(name), Path(name));

    private static JsonElement.ArrayEnumerator Elements(JsonElement value, string path) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray()
        : throw new MalformedLine("invalid_type", $"'{path}' must be an array.");

    private JsonElement Required(string name)
    {
        _read.Add(name);
        return _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : throw new MalformedLine("missing_member", $"'{Path(name)}' is missing.");
    }

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private static double Number(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Number)
            throw new MalformedLine("invalid_type", $"'{path}' must be a number.");
        return value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new MalformedLine("invalid_value", $"'{path}' is beyond double precision.");
    }

    private static long Count(JsonElement value, string path)
    {
        var number = Number(value, path);
        return number >= 0 && number <= 1L << 52 && Math.Floor(number) == number
            ? (long)number
            : throw new MalformedLine("invalid_value", $"'{path}' must be a whole number from 0 to 2^52.");
    }
}
