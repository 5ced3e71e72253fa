using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Delivery;

/// <summary>Asks what a context gets.</summary>
/// <param name="Context">What is known of the caller, flat: <c>user_id</c>, <c>team_id</c>, <c>visitor_id</c>, <c>targeting_key</c> and attributes.</param>
/// <param name="Flags">The flags wanted; all when left out.</param>
internal sealed record EvaluateRequest(EvaluationContext Context, IReadOnlyList<string>? Flags = null)
{
    /// <summary>The most flags that can be named.</summary>
    public const int MaxFlags = 1000;

    static readonly ContextJson ContextReader = new();
    static readonly JsonReaderOptions Strict = new() { MaxDepth = 64 };

    /// <summary>Reads the body straight from the connection's buffers.</summary>
    public static async ValueTask<Result<EvaluateRequest>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!IsJson(request.ContentType)) return ProblemResults.OfStatus(StatusCodes.Status415UnsupportedMediaType);
        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            var buffer = read.Buffer;
            if (!read.IsCompleted)
            {
                body.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }
            try
            {
                if (buffer.IsEmpty) return new Problem("invalid_json", 400, "The body is empty; this call takes JSON.");
                var reader = buffer.IsSingleSegment ? new Utf8JsonReader(buffer.FirstSpan, Strict) : new Utf8JsonReader(buffer, Strict);
                return Read(ref reader);
            }
            finally
            {
                body.AdvanceTo(buffer.End);
            }
        }
    }

    static Result<EvaluateRequest> Read(ref Utf8JsonReader reader)
    {
        EvaluationContext? context = null;
        List<string>? flags = null;
        var member = "$";
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return Problem.Invalid("wrong_type", "$", "The body has the wrong JSON type.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("context"u8))
                {
                    member = "context";
                    if (context is not null) return Duplicate(member);
                    reader.Read();
                    context = ContextReader.Read(ref reader, typeof(EvaluationContext), Wire.Json);
                }
                else if (reader.ValueTextEquals("flags"u8))
                {
                    member = "flags";
                    if (flags is not null) return Duplicate(member);
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.Null) continue;
                    flags = ReadFlags(ref reader);
                }
                else
                {
                    var name = reader.GetString()!;
                    return Problem.Invalid("unknown_member", name, $"'{name}' is not a member of this request.");
                }
                member = "$";
            }
            // Nothing may follow.
            reader.Read();
        }
        catch (InvalidOperationException)
        {
            return RequestProblems.From(new JsonException(RequestProblems.BrokenText, Path(member), null, null));
        }
        catch (JsonException exception) when (exception.LineNumber is null)
        {
            return RequestProblems.From(new JsonException(exception.Message, Path(member), null, null));
        }
        if (context is null) return new Problem("missing_member", 400, "Missing: context.", new Dictionary<string, string[]> { ["context"] = ["'context' is required."] });
        return new EvaluateRequest(context, flags);
    }

    static List<string> ReadFlags(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("'flags' is a list of flag keys.");
        var flags = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException("'flags' is a list of flag keys.");
            if (flags.Count == MaxFlags) throw new JsonException($"'flags' names at most {MaxFlags} flags.");
            if (reader.GetString()! is var key && !flags.Contains(key)) flags.Add(key);
        }
        return flags;
    }

    static Problem Duplicate(string member) => Problem.Invalid("duplicate_member", member, $"'{member}' is given more than once.");

    static string Path(string member) => member == "$" ? member : "$." + member;

    static bool IsJson(string? contentType) =>
        contentType is null || contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);
}
