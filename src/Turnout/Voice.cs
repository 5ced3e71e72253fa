using System.CommandLine;
using System.Text.Json;
using Turnout.Server.Hosting;

namespace Turnout;

/// <summary>How a verb answers: in words, or with <c>--json</c> as one JSON value; failures go to standard error, in one line.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Json">Whether JSON was asked for.</param>
internal sealed record Voice(TextWriter Output, TextWriter Error, bool Json)
{
    /// <summary>The option that every verb has.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Answer in JSON." };

    /// <summary>The same where the answer is JSON anyway: scripts may say it to every verb.</summary>
    public static Option<bool> AlwaysJsonOption() => new("--json") { Description = "Changes nothing: the answer is JSON anyway." };

    public static Voice Of(ParseResult arguments, Option<bool> json) =>
        new(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, arguments.GetValue(json));

    /// <summary>Answers with JSON where it was asked for, else with words.</summary>
    public void Say(object body, string words) => Output.WriteLine(Json ? JsonSerializer.Serialize(body, Wire.Json) : words);

    /// <summary>Says why it did not work.</summary>
    /// <returns>The exit code.</returns>
    public int Fail(int exitCode, string message)
    {
        Error.WriteLine(Json ? JsonSerializer.Serialize(new { code = ExitCodes.Word(exitCode), detail = message }, Wire.Json) : $"turnout: {message}");
        return exitCode;
    }

    /// <inheritdoc cref="Fail(int, string)" />
    public int Fail(Problem problem)
    {
        Error.WriteLine(!Json ? $"turnout: {problem.Detail}"
            : problem.Errors is { } errors ? JsonSerializer.Serialize(new { code = problem.Code, status = problem.Status, detail = problem.Detail, errors }, Wire.Json)
            : JsonSerializer.Serialize(new { code = problem.Code, status = problem.Status, detail = problem.Detail }, Wire.Json));
        return ExitCodes.Of(problem.Status);
    }
}
