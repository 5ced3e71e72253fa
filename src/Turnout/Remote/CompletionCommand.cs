using System.CommandLine;

namespace Turnout.Remote;

/// <summary><c>turnout completion</c>: what a shell needs to complete verbs, options and their values.</summary>
internal static class CompletionCommand
{
    // The program itself knows what may follow: turnout "[suggest:POSITION]" "LINE".
    const string Bash = """
        _turnout() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(turnout "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _turnout turnout
        """;

    const string Zsh = """
        #compdef turnout
        _turnout() {
          local -a found
          found=("${(@f)$(turnout "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -a found
        }
        compdef _turnout turnout
        """;

    const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName turnout -ScriptBlock {
          param($word, $line, $position)
          turnout "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        var json = Voice.JsonOption();
        var command = new Command("completion", "Prints a shell's completion script: eval \"$(turnout completion bash)\".") { shell, json };
        command.SetAction(arguments =>
        {
            var script = arguments.GetValue(shell) switch { "zsh" => Zsh, "pwsh" => PowerShell, _ => Bash };
            Voice.Of(arguments, json).Say(new { script }, script);
        });
        return command;
    }
}
