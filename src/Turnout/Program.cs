using System.CommandLine;
using Turnout;

var root = new RootCommand("Turnout: feature flags and experiments. Without a verb, starts the server.");
ServeCommand.Configure(root);
root.Subcommands.Add(SignInLinkCommand.Create());
root.Subcommands.Add(CohortCommand.Create());
return await root.Parse(args).InvokeAsync();
