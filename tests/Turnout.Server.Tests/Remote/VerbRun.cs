using System.CommandLine;

namespace Turnout.Server.Tests.Remote;

/// <summary>Runs a verb of the executable in this process.</summary>
internal static class VerbRun
{
    /// <summary>Its exit code, and what it wrote to standard output and standard error.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await Verbs.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }
}
