using System.Text.Json;

namespace Turnout.Remote;

/// <summary>A verb cannot go on: said in one line, with its exit code.</summary>
internal sealed class RemoteException(int exitCode, string message, JsonElement? problem = null) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The server's problem details, where it was the server that refused.</summary>
    public JsonElement? Problem { get; } = problem;

    /// <summary>Says it.</summary>
    /// <returns>The exit code.</returns>
    public int Tell(Voice voice)
    {
        if (!voice.Json || Problem is not { } problem) return voice.Fail(ExitCode, Message);
        voice.Error.WriteLine(JsonSerializer.Serialize(problem));
        return ExitCode;
    }
}
