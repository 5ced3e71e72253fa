using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Turnout.Server.Features.Experiments;
using Turnout.Server.Features.Flags;
using Turnout.Server.Features.Metrics;
using Turnout.Server.Features.Segments;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Turnout.Remote;

/// <summary>JSON and YAML from files and options, and which members of an item may be written back.</summary>
internal static class Documents
{
    public static readonly IReadOnlySet<string> FlagMembers = MembersOf(typeof(FlagRequest));
    public static readonly IReadOnlySet<string> SegmentMembers = MembersOf(typeof(SegmentRequest));
    public static readonly IReadOnlySet<string> MetricMembers = MembersOf(typeof(MetricRequest));
    public static readonly IReadOnlySet<string> ExperimentMembers = MembersOf(typeof(ExperimentRequest));

    /// <summary>Reads an object from a file; JSON is YAML too.</summary>
    /// <exception cref="RemoteException">There is no such file, or it holds something else.</exception>
    public static async Task<JsonObject> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            var text = file.Name == "-" ? await Console.In.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(file.FullName, cancellation);
            return Parse(text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RemoteException(ExitCodes.Usage, exception.Message);
        }
        catch (YamlException exception)
        {
            throw new RemoteException(ExitCodes.Usage, $"{file.Name}, line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message}");
        }
    }

    public static JsonObject Parse(string text)
    {
        var yaml = new YamlStream();
        using var reader = new StringReader(text);
        yaml.Load(reader);
        return yaml.Documents.Count == 1 && yaml.Documents[0].RootNode is YamlMappingNode root
            ? (JsonObject)Convert(root)!
            : throw new RemoteException(ExitCodes.Usage, "The file must hold one object.");
    }

    /// <summary>An item as it was read, without what only the server writes.</summary>
    public static JsonObject Writable(JsonElement item, IReadOnlySet<string> members)
    {
        var body = new JsonObject();
        foreach (var member in item.EnumerateObject())
            if (members.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null) body[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        return body;
    }

    /// <summary>An evaluation context from the options of a verb.</summary>
    public static JsonObject Context(string? json, string? user, string? team, string? visitor, IReadOnlyList<string> attributes)
    {
        JsonObject context;
        try
        {
            context = json is null ? [] : JsonNode.Parse(json) as JsonObject ?? throw new JsonException("it is no object");
        }
        catch (JsonException exception)
        {
            throw new RemoteException(ExitCodes.Usage, $"--context: {exception.Message}");
        }
        if (user is not null) context["user_id"] = user;
        if (team is not null) context["team_id"] = team;
        if (visitor is not null) context["visitor_id"] = visitor;
        foreach (var attribute in attributes)
        {
            var equals = attribute.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new RemoteException(ExitCodes.Usage, $"--attribute: '{attribute}' is not name=value.");
            context[attribute[..equals]] = Scalar(attribute[(equals + 1)..]);
        }
        return context;
    }

    static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Scalar(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new RemoteException(ExitCodes.Usage, "Aliases are not understood here."),
    };

    // YAML 1.2's core schema.
    static JsonValue? Scalar(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when IsNumber(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };

    static bool IsNumber(string text) => text.Length > 0 && (char.IsAsciiDigit(text[0]) || (text.Length > 1 && text[0] is '-' or '+' or '.' && (char.IsAsciiDigit(text[1]) || text[1] == '.')));

    static HashSet<string> MembersOf(Type request) =>
        [.. request.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name))];
}
