using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Turnout.Server.Hosting;

/// <summary>What a request that could not be read is told: every refusal of the framework, as a <see cref="Problem"/>.</summary>
/// <remarks>The serializer tells its reasons only in English sentences; they are taken apart here, and the tests hold them.</remarks>
internal static partial class RequestProblems
{
    /// <summary>For converters: what they throw a <see cref="JsonException"/> with when a value has the wrong JSON type.</summary>
    public const string WrongType = "The JSON value could not be converted";

    /// <summary>For converters: the same for text that is not UTF-8.</summary>
    public const string BrokenText = "The text is not valid UTF-8";

    static readonly Problem NoBody = new("invalid_json", 400, "The body is empty; this call takes JSON.");

    public static Problem From(BadHttpRequestException exception) => exception switch
    {
        { InnerException: JsonException json } => From(json),
        { StatusCode: 400 } => FromBinding(exception.Message),
        _ => ProblemResults.OfStatus(exception.StatusCode),
    };

    /// <summary>Tells apart text that is not JSON, members nobody knows, members that are missing and values of a wrong type.</summary>
    public static Problem From(JsonException exception)
    {
        var path = Member(exception.Path);
        var message = exception.Message;
        if (UnknownMember().Match(message) is { Success: true } unknown)
        {
            var name = unknown.Groups[1].Value;
            return Problem.Invalid("unknown_member", Below(path, name), $"'{name}' is not a member of this request.");
        }
        if (MissingMembers().Match(message) is { Success: true } missing)
        {
            var members = QuotedName().Matches(missing.Groups[1].Value).Select(match => Join(path, match.Groups[1].Value)).ToArray();
            return new Problem("missing_member", 400, $"Missing: {string.Join(", ", members)}.", members.ToDictionary(member => member, member => new[] { $"'{member}' is required." }));
        }
        if (DuplicateMember().Match(message) is { Success: true } duplicate)
            return Problem.Invalid("duplicate_member", Below(path, duplicate.Groups[1].Value), $"'{duplicate.Groups[1].Value}' is given more than once.");
        if (message.StartsWith(WrongType, StringComparison.Ordinal) || message.Contains("doesn't allow null", StringComparison.Ordinal)
            || message.Contains("doesn't allow setting null", StringComparison.Ordinal))
            return Problem.Invalid("wrong_type", path.Length == 0 ? "$" : path, path.Length == 0 ? "The body has the wrong JSON type." : $"'{path}' has the wrong JSON type.");
        if (message.StartsWith(BrokenText, StringComparison.Ordinal) || exception.InnerException is InvalidOperationException)
            return Problem.Invalid("invalid_json", path.Length == 0 ? "$" : path, $"The body is not valid UTF-8{Where(path)}.");
        if (message.Contains("maximum configured depth", StringComparison.Ordinal))
            return new Problem("invalid_json", 400, "The JSON is nested deeper than 64 levels.");
        // The reader names the fault's place; a converter of ours speaks to the caller in words of its own.
        if (exception.InnerException is null && !message.Contains("BytePositionInLine", StringComparison.Ordinal))
            return Problem.Invalid("invalid_value", path.Length == 0 ? "$" : path, message);
        var position = exception.LineNumber is { } line ? $" (line {line + 1}, byte {exception.BytePositionInLine + 1})" : "";
        return new Problem("invalid_json", 400, $"The body is not valid JSON{Where(path)}{position}.");
    }

    static Problem FromBinding(string message)
    {
        if (BoundParameter().Match(message) is { Success: true } bound)
            return WrongParameter(JsonNamingPolicy.SnakeCaseLower.ConvertName(bound.Groups[1].Value));
        if (message.StartsWith("Implicit body", StringComparison.Ordinal)) return NoBody;
        if (RequiredParameter().Match(message) is { Success: true } required)
        {
            if (required.Groups[2].Value == "body") return NoBody;
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(required.Groups[1].Value);
            return Problem.Invalid("missing_parameter", name, $"The parameter '{name}' is required.");
        }
        return new Problem("bad_request", 400, "The request could not be read.");
    }

    /// <summary>
    /// What an endpoint found wrong that answered 400 without a word, as bindings written at build time do where an optional parameter has a wrong type.
    /// </summary>
    /// <returns>400 <c>invalid_parameter</c> for the first such parameter of the query; null where all of them can be read.</returns>
    public static Problem? OfQuery(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var name = parameter.ParameterInfo.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name;
            if (context.Request.Query.TryGetValue(name, out var text) && !Reads(parameter.ParameterInfo.ParameterType, text.ToString())) return WrongParameter(name);
        }
        return null;
    }

    static bool Reads(Type type, string text)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return text.Length == 0 || Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => bool.TryParse(text, out _),
            TypeCode.Int32 => int.TryParse(text, CultureInfo.InvariantCulture, out _),
            TypeCode.Int64 => long.TryParse(text, CultureInfo.InvariantCulture, out _),
            TypeCode.Double => double.TryParse(text, CultureInfo.InvariantCulture, out _),
            _ => type != typeof(DateTimeOffset) || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        };
    }

    static Problem WrongParameter(string parameter) => Problem.Invalid("invalid_parameter", parameter, $"The parameter '{parameter}' has the wrong type.");

    static string Where(string path) => path.Length == 0 ? "" : $" in '{path}'";

    static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    // The serializer's path ends in the member itself, or in what holds it.
    static string Below(string path, string name) => path == name || path.EndsWith("." + name, StringComparison.Ordinal) ? path : Join(path, name);

    static string Member(string? path) => path is null or "$" ? "" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped to any \\.NET member")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("missing required properties including: (.*?)(\\. Path:|\\.$|$)")]
    private static partial Regex MissingMembers();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex QuotedName();

    [GeneratedRegex("^Duplicate property '(.*?)' encountered")]
    private static partial Regex DuplicateMember();

    [GeneratedRegex("^Failed to bind parameter \"\\S+ (\\w+)\" from")]
    private static partial Regex BoundParameter();

    [GeneratedRegex("^Required parameter \"\\S+ (\\w+)\" was not provided from (\\w+)")]
    private static partial Regex RequiredParameter();
}
