using System.Text.Json;

namespace Turnout.Remote;

/// <summary>What a verb's exit code tells a script; docs/cli.md lists them.</summary>
internal static class ExitCodes
{
    public const int Done = 0, Refused = 1, Usage = 2, NotAllowed = 3, NotFound = 4, Conflict = 5, Unreachable = 6, Differs = 10;
}

/// <summary>A verb cannot go on: said in one line, with its exit code.</summary>
internal sealed class RemoteException(int exitCode, string message, JsonElement? problem = null) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The server's problem details, where it was the server that refused.</summary>
    public JsonElement? Problem { get; } = problem;
}
