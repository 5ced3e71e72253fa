using System.Text.Json;
using System.Text.Json.Nodes;

namespace Turnout.Remote;

/// <summary>A step from what a server has to what a file says.</summary>
/// <param name="Kind"><c>segment</c>, <c>metric</c>, <c>experiment</c> or <c>flag</c>.</param>
/// <param name="Wanted">What the file says of it.</param>
/// <param name="Current">What the server has; null where it has none.</param>
/// <param name="Changes">The members that differ.</param>
internal sealed record PlanStep(ItemKind Kind, string Key, JsonObject Wanted, JsonElement? Current, string? Tag, IReadOnlyList<(string Member, string? Before, string After)> Changes)
{
    public bool IsNew => Current is null;

    public bool Differs => IsNew || Changes.Count > 0;

    /// <summary>Members that the file does not name stay as they are.</summary>
    public JsonObject Body()
    {
        var body = Current is { } current ? Documents.Writable(current, Kind.Members) : [];
        foreach (var (name, value) in Wanted) body[name] = value?.DeepClone();
        body["key"] = Key;
        return body;
    }

    public JsonObject Changed() => new(Wanted.Where(pair => Changes.Any(change => change.Member == pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
}

/// <summary>A kind of item that files hold.</summary>
/// <param name="Section">Its member of the file, and its part of the address.</param>
/// <param name="Word">What one of them is called.</param>
/// <param name="Members">What may be written of it.</param>
internal sealed record ItemKind(string Section, string Word, IReadOnlySet<string> Members)
{
    /// <summary>In the order in which one may name the other.</summary>
    public static readonly IReadOnlyList<ItemKind> All =
    [
        new("segments", "segment", Documents.SegmentMembers), new("metrics", "metric", Documents.MetricMembers),
        new("experiments", "experiment", Documents.ExperimentMembers), new("flags", "flag", Documents.FlagMembers),
    ];
}

/// <summary>Compares a file with a server.</summary>
internal static class Plan
{
    const int ShownLength = 100;

    public static async Task<List<PlanStep>> MakeAsync(JsonObject file, RemoteServer server, CancellationToken cancellation)
    {
        foreach (var (name, _) in file)
            if (name != "environment" && ItemKind.All.All(kind => kind.Section != name))
                throw new RemoteException(ExitCodes.Usage, $"The file may hold environment, {string.Join(", ", ItemKind.All.Select(kind => kind.Section))}; not '{name}'.");
        var steps = new List<PlanStep>();
        foreach (var kind in ItemKind.All)
        {
            if (file[kind.Section] is not { } section) continue;
            if (section is not JsonObject items) throw new RemoteException(ExitCodes.Usage, $"'{kind.Section}' must be an object from keys to {kind.Section}.");
            foreach (var (key, value) in items)
            {
                if (value is not JsonObject wanted) throw new RemoteException(ExitCodes.Usage, $"{kind.Section}.{key} must be an object.");
                var found = await server.FindAsync(server.In($"{kind.Section}/{Uri.EscapeDataString(key)}"), cancellation);
                steps.Add(new PlanStep(kind, key, wanted, found?.Body, found?.Tag, found is { } current ? Differences(current.Body, wanted) : []));
            }
        }
        return steps;
    }

    /// <summary>Does one step.</summary>
    public static Task ApplyAsync(PlanStep step, RemoteServer server, CancellationToken cancellation)
    {
        var path = server.In($"{step.Kind.Section}/{Uri.EscapeDataString(step.Key)}");
        if (step.Kind.Section != "experiments") return server.SendAsync(HttpMethod.Put, path, step.Body().ToJsonString(), cancellation, step.Tag);
        return step.IsNew
            ? server.SendAsync(HttpMethod.Post, server.In("experiments"), step.Body().ToJsonString(), cancellation)
            : server.SendAsync(HttpMethod.Patch, path, step.Changed().ToJsonString(), cancellation, step.Tag);
    }

    static List<(string, string?, string)> Differences(JsonElement current, JsonObject wanted)
    {
        var changes = new List<(string, string?, string)>();
        foreach (var (name, value) in wanted)
        {
            var after = JsonElement.Parse(value?.ToJsonString() ?? "null");
            var has = current.TryGetProperty(name, out var before);
            if (has ? Covers(before, after) : after.ValueKind == JsonValueKind.Null) continue;
            changes.Add((name, has ? Short(before) : null, Short(after)));
        }
        return changes;
    }

    /// <summary>Whether what the server has holds all that is wanted; it may have filled in more.</summary>
    static bool Covers(JsonElement has, JsonElement wanted) => wanted.ValueKind switch
    {
        JsonValueKind.Object => has.ValueKind == JsonValueKind.Object && wanted.EnumerateObject().All(member => has.TryGetProperty(member.Name, out var own) && Covers(own, member.Value)),
        JsonValueKind.Array => has.ValueKind == JsonValueKind.Array && has.GetArrayLength() == wanted.GetArrayLength()
            && has.EnumerateArray().Zip(wanted.EnumerateArray()).All(pair => Covers(pair.First, pair.Second)),
        JsonValueKind.Number => has.ValueKind == JsonValueKind.Number && has.GetDouble().Equals(wanted.GetDouble()),
        _ => JsonElement.DeepEquals(has, wanted),
    };

    static string Short(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= ShownLength ? text : $"{text[..ShownLength]}…";
    }
}
