using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Turnout.Statistics.Inspection.Calculator;

/// <summary>One JSON object a line in, one a line out. A bad line answers with an error and stops nothing.</summary>
public static class LineCalculator
{
    /// <summary>The longest line read, in bytes.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers every line of a stream; empty lines are skipped.</summary>
    /// <param name="method">The method to apply.</param>
    /// <param name="input">UTF-8 text, read to its end.</param>
    /// <param name="output">Takes UTF-8 text, a line for each line read.</param>
    /// <param name="cancellation">Ends the reading between lines.</param>
    /// <returns>How many lines were errors.</returns>
    public static async Task<int> RunAsync(Method method, Stream input, Stream output, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(output);
        var errors = 0;
        await foreach (var line in Lines.ReadAsync(input, LongestLine, cancellation))
        {
            if (line is { Length: > 0 } && line.AsSpan().Trim(" \t\r"u8).IsEmpty)
                continue;
            var answer = Answer(method, line);
            if (IsError(answer))
                errors++;
            await output.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString(Plain) + "\n"), cancellation);
            await output.FlushAsync(cancellation);
        }

        return errors;
    }

    /// <summary>Answers one line.</summary>
    public static string Answer(Method method, string line) => Answer(method, Encoding.UTF8.GetBytes(line)).ToJsonString(Plain);

    private static bool IsError(JsonObject answer) => (string?)answer["status"] == "error";

    private static bool IsFinite(JsonNode? node) => node switch
    {
        JsonObject members => members.All(member => IsFinite(member.Value)),
        JsonArray items => items.All(IsFinite),
        JsonValue value => !value.TryGetValue<double>(out var number) || double.IsFinite(number),
        _ => true,
    };

    private static JsonObject Answer(Method method, byte[]? line)
    {
        if (line is null)
            return Answers.Error("line_too_long", $"A line has at most {LongestLine} bytes.");
        if (!Utf8.IsValid(line))
            return Answers.Error("invalid_utf8", "A line must be UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            var fields = new Fields(document.RootElement, "");
            var answer = method.Run(fields);
            // A refusal may come before every member was read; only a full answer knows what is left over.
            if ((string?)answer["status"] == "ok")
                fields.NothingElse();
            return IsFinite(answer) ? answer : Answers.Refused(new("out_of_range", "every step must stay within the range of double precision", "result"));
        }
        catch (MalformedLine malformed)
        {
            return Answers.Error(malformed.Code, malformed.Message);
        }
        catch (ArgumentException outside)
        {
            // The library's own limits on parameters, where a reader above left them to it.
            return Answers.Error("invalid_value", outside.Message.ReplaceLineEndings(" "));
        }
        catch (JsonException exception)
        {
            return Answers.Error("invalid_json", exception.Message);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is DecoderFallbackException || exception.TargetSite?.DeclaringType?.Namespace?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true)
        {
            // An unpaired surrogate escape is legal JSON text and no legal string.
            return Answers.Error("invalid_json", "A string holds half of a surrogate pair.");
        }
    }
}
