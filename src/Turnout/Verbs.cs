using System.CommandLine;
using System.CommandLine.Invocation;
using Turnout.Demo;
using Turnout.Generate;
using Turnout.Remote;
using Turnout.Statistics;
using Turnout.Sync;

namespace Turnout;

/// <summary>Every verb of the executable.</summary>
internal static class Verbs
{
    /// <summary>Runs the verb that is asked for.</summary>
    /// <returns>The exit code; 2 where the call itself is wrong, which is said on standard error.</returns>
    public static async Task<int> RunAsync(string[] arguments, InvocationConfiguration? configuration = null)
    {
        var call = Create().Parse(arguments);
        if (call.Action is not ParseErrorAction wrong) return await call.InvokeAsync(configuration);
        // Standard output stays empty for whoever reads it.
        wrong.ShowHelp = false;
        var error = configuration?.Error ?? Console.Error;
        await call.InvokeAsync(new InvocationConfiguration { Output = error, Error = error });
        return ExitCodes.Usage;
    }

    public static RootCommand Create()
    {
        var root = new RootCommand("Turnout: feature flags and experiments. Without a verb, starts the server.");
        ServeCommand.Configure(root);
        root.Subcommands.Add(SignInLinkCommand.Create());
        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(MoveCommands.Export());
        root.Subcommands.Add(MoveCommands.Import());
        root.Subcommands.Add(CohortCommand.Create());
        root.Subcommands.Add(AuditCommand.Create());
        root.Subcommands.Add(AnalyzeCommand.Create());
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(GenerateCommand.Create());
        root.Subcommands.Add(PlanCommand.Create());
        root.Subcommands.Add(AaCommand.Create());
        root.Subcommands.Add(SyncCommand.Create());
        root.Subcommands.Add(StatsCommand.Create());
        root.Subcommands.Add(VerifyStatisticsCommand.Create());
        root.Subcommands.Add(LoginCommand.Login());
        root.Subcommands.Add(LoginCommand.Logout());
        root.Subcommands.Add(FlagsCommand.Create());
        root.Subcommands.Add(ExperimentsCommand.Create());
        root.Subcommands.Add(KeysCommand.Create());
        root.Subcommands.Add(ApplyCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        return root;
    }
}
