using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Turnout.Server.Hosting;

/// <summary>What a request that could not be read is told: every refusal of the framework, as a <see cref="Problem"/>.</summary>
internal static partial class RequestProblems
{
    public static Problem From(BadHttpRequestException exception) => exception switch
    {
        { InnerException: JsonException json } => From(json),
        { StatusCode: 413 or 415 } => ProblemResults.OfStatus(exception.StatusCode),
        { StatusCode: 400 } => FromParameter(exception.Message),
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
            var where = path.Length == 0 || path == name || path.EndsWith("." + name, StringComparison.Ordinal) ? (path.Length == 0 ? name : path) : $"{path}.{name}";
            return Problem.Invalid("unknown_member", where, $"'{name}' is not a member of this request.");
        }
        if (MissingMembers().Match(message) is { Success: true } missing)
        {
            var names = QuotedName().Matches(missing.Groups[1].Value).Select(match => match.Groups[1].Value).ToArray();
            var prefix = path.Length == 0 ? "" : path + ".";
            return new Problem("missing_member", 400, $"Missing: {string.Join(", ", names.Select(name => prefix + name))}.",
                names.ToDictionary(name => prefix + name, name => new[] { $"'{name}' is required." }));
        }
        if (DuplicateMember().Match(message) is { Success: true } duplicate)
            return Problem.Invalid("duplicate_member", path.Length == 0 ? duplicate.Groups[1].Value : path, $"'{duplicate.Groups[1].Value}' is given more than once.");
        if (message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
            || message.Contains("doesn't allow setting null values", StringComparison.Ordinal)
            || message.Contains("constructor parameter", StringComparison.Ordinal))
            return Problem.Invalid("wrong_type", path.Length == 0 ? "$" : path, path.Length == 0 ? "The body has the wrong type." : $"'{path}' has the wrong type.");
        if (exception.InnerException is null && exception.LineNumber is null)
            // Thrown by a converter of ours, whose message is written for the caller.
            return Problem.Invalid("invalid_value", path.Length == 0 ? "$" : path, message);
        if (message.Contains("maximum configured depth", StringComparison.Ordinal) || message.Contains("MaxDepth", StringComparison.Ordinal))
            return new Problem("invalid_json", 400, "The JSON is nested deeper than 64 levels.");
        var position = exception.LineNumber is { } line ? $" at line {line + 1}, byte {exception.BytePositionInLine + 1}" : "";
        return new Problem("invalid_json", 400, $"The body is not valid JSON in UTF-8{position}{(path.Length == 0 ? "" : $", in '{path}'")}.");
    }

    static Problem FromParameter(string message)
    {
        // "Failed to bind parameter "int? limit" from "abc"." and "Required parameter "T body" was not provided from body."
        if (BoundParameter().Match(message) is { Success: true } bound)
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(bound.Groups[1].Value);
            return Problem.Invalid("invalid_parameter", name, $"The parameter '{name}' has the wrong type.");
        }
        if (message.Contains("from body", StringComparison.Ordinal) || message.Contains("empty", StringComparison.OrdinalIgnoreCase))
            return new Problem("invalid_json", 400, "The body is empty; this call takes a JSON body.");
        if (RequiredParameter().Match(message) is { Success: true } required)
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(required.Groups[1].Value);
            return Problem.Invalid("missing_parameter", name, $"The parameter '{name}' is required.");
        }
        return new Problem("bad_request", 400, "The request could not be read.");
    }

    static string Member(string? path) => path switch
    {
        null or "$" => "",
        _ when path.StartsWith("$.", StringComparison.Ordinal) => path[2..],
        _ => path,
    };

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped to any \\.NET member")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("missing required properties including: (.*?)(\\. Path:|$)")]
    private static partial Regex MissingMembers();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex QuotedName();

    [GeneratedRegex("^Duplicate property '(.*?)' encountered")]
    private static partial Regex DuplicateMember();

    [GeneratedRegex("^Failed to bind parameter \"\\S+ (\\w+)\" from")]
    private static partial Regex BoundParameter();

    [GeneratedRegex("^Required parameter \"\\S+ (\\w+)\"")]
    private static partial Regex RequiredParameter();
}
