using System.Diagnostics;
using System.Text;

namespace Turnout.Server.Tests;

/// <summary>The executable in a process of its own: a server to be killed, or a verb to be run to its end.</summary>
public sealed class TurnoutProcess : IAsyncDisposable
{
    /// <summary>The executable as it was built; the copy beside the tests counts the lines it passes, which servers that are killed never tell.</summary>
    static readonly string Built = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Turnout", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "turnout.dll"));

    readonly Process process;
    readonly StringBuilder output = new();
    readonly StringBuilder errors = new();
    readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    TurnoutProcess(string[] arguments, IReadOnlyDictionary<string, string>? variables, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? "dotnet", program is null ? [Path.Combine(AppContext.BaseDirectory, "turnout.dll"), .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TURNOUT_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Read(line.Data, output);
        process.ErrorDataReceived += (_, line) => Read(line.Data, errors);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("The process ended before it listened."));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Text(output);

    public string Errors => Text(errors);

    public Uri Address => listening.Task.Result;

    /// <summary>Starts a server on a free port and waits until it listens.</summary>
    /// <param name="program">The executable; null: the one that was built.</param>
    public static async Task<TurnoutProcess> ServeAsync(string[] arguments, IReadOnlyDictionary<string, string>? variables = null, string? program = null)
    {
        string[] serve = ["--urls", "http://127.0.0.1:0", .. arguments];
        var server = program is null ? new TurnoutProcess([Built, .. serve], variables, "dotnet") : new TurnoutProcess(serve, variables, program);
        try
        {
            await server.listening.Task.WaitAsync(TimeSpan.FromSeconds(120));
            return server;
        }
        catch (Exception exception)
        {
            var said = server.Output + server.Errors;
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server did not start: {said}", exception);
        }
    }

    /// <summary>Runs a verb to its end.</summary>
    /// <param name="program">What to run instead of the executable that was built, with these arguments.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments, IReadOnlyDictionary<string, string>? variables = null, string? program = null)
    {
        await using var verb = new TurnoutProcess(arguments, variables, program);
        await verb.process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        return (verb.process.ExitCode, verb.Output, verb.Errors);
    }

    /// <summary>Runs a verb and kills it as soon as it has come so far; it may have ended by itself before.</summary>
    public static async Task KillWhenAsync(Func<Task<bool>> reached, string[] arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        await using var verb = new TurnoutProcess(arguments, variables);
        while (!verb.process.HasExited && !await reached()) await Task.Delay(1);
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        return process.ExitCode;
    }

    /// <summary>Ends it without a chance to say goodbye.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    void Read(string? line, StringBuilder into)
    {
        if (line is null) return;
        lock (into) into.AppendLine(line);
        const string mark = "Turnout listens on ";
        if (line.StartsWith(mark, StringComparison.Ordinal)) listening.TrySetResult(new Uri(line[mark.Length..]));
    }

    static string Text(StringBuilder builder)
    {
        lock (builder) return builder.ToString();
    }
}
