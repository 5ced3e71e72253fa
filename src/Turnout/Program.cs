using System.CommandLine;
using Turnout;
using Turnout.Demo;
using Turnout.Statistics;
using Turnout.Generate;

var root = new RootCommand("Turnout: feature flags and experiments. Without a verb, starts the server.");
ServeCommand.Configure(root);
root.Subcommands.Add(SignInLinkCommand.Create());
root.Subcommands.Add(MigrateCommand.Create());
root.Subcommands.Add(CohortCommand.Create());
root.Subcommands.Add(AuditCommand.Create());
root.Subcommands.Add(AnalyzeCommand.Create());
root.Subcommands.Add(DemoCommand.Create());
root.Subcommands.Add(GenerateCommand.Create());
root.Subcommands.Add(StatsCommand.Create());
root.Subcommands.Add(VerifyStatisticsCommand.Create());
return await root.Parse(args).InvokeAsync();
