using System.Diagnostics;

namespace Turnout.Server.Tests.Remote;

/// <summary>The completion scripts, run by the shells that they are for, asking the real program.</summary>
public sealed class CompletionTests
{
    const string Program = "turnout() { dotnet \"$TURNOUT_DLL\" \"$@\"; }\n";

    [Fact]
    public async Task Bash_completes_verbs_options_and_values()
    {
        var said = await RunAsync("bash", ["--norc", "-c", Program + """
            eval "$(turnout completion bash)"
            complete -p turnout
            COMP_LINE="turnout flags to" COMP_POINT=16 COMP_WORDS=(turnout flags to) COMP_CWORD=2
            _turnout; printf '1 %s\n' "${COMPREPLY[@]}"
            COMP_LINE="turnout flags toggle checkout " COMP_POINT=30 COMP_WORDS=(turnout flags toggle checkout "") COMP_CWORD=4
            _turnout; printf '2 %s\n' "${COMPREPLY[@]}"
            """]);
        Assert.Equal("complete -o default -F _turnout turnout", said[0]);
        Assert.Equal(["1 toggle"], said.Where(line => line.StartsWith('1')));
        Assert.Contains("2 off", said);
        Assert.Contains("2 --environment", said);
    }

    [Fact]
    public async Task Zsh_completes_verbs_options_and_values()
    {
        // compadd works inside of a completion only; what it would get is printed instead.
        var said = await RunAsync("zsh", ["-f", "-c", Program + """
            autoload -Uz compinit && compinit -u -D
            eval "$(turnout completion zsh)"
            print -r -- "0 $_comps[turnout]"
            compadd() { [[ $1 == -a ]] && print -rl -- "1 ${(@P)^2}" }
            BUFFER="turnout flags to" CURSOR=16
            _turnout
            """]);
        Assert.Contains("0 _turnout", said);
        Assert.Contains("1 toggle", said);
    }

    [Fact]
    public async Task PowerShell_completes_verbs_options_and_values()
    {
        var folder = Directory.CreateTempSubdirectory("turnout-completion-").FullName;
        try
        {
            // It completes programs, and takes a function for none.
            var program = Path.Combine(folder, "turnout");
            await File.WriteAllTextAsync(program, "#!/bin/sh\nexec dotnet \"$TURNOUT_DLL\" \"$@\"\n");
            await RunAsync("chmod", ["+x", program]);
            var said = await RunAsync("dotnet", ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-Command", $"$env:PATH = '{folder}:' + $env:PATH" + """

                turnout completion pwsh | Out-String | Invoke-Expression
                (TabExpansion2 'turnout flags to' 16).CompletionMatches | % { "1 " + $_.CompletionText }
                (TabExpansion2 'turnout flags toggle checkout ' 30).CompletionMatches | % { "2 " + $_.CompletionText }
                """]);
            Assert.Equal(["1 toggle"], said.Where(line => line.StartsWith('1')));
            Assert.Contains("2 off", said);
            Assert.Contains("2 --environment", said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<string[]> RunAsync(string shell, string[] arguments)
    {
        var start = new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.PathOf() };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["TURNOUT_DLL"] = Path.Combine(AppContext.BaseDirectory, "turnout.dll");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{shell}: {output}{await errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
