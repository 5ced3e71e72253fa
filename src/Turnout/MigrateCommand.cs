using System.CommandLine;
using Turnout.Server.Storage;

namespace Turnout;

/// <summary><c>turnout migrate</c>: brings the store's schema up to date without starting the server, or shows what that would do.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var data = ServeCommand.DataOption();
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the SQL instead of running it." };
        var command = new Command("migrate", "Brings the store's schema up to date; the server does so by itself when it starts.") { data, dryRun };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(data), arguments.GetValue(dryRun), cancellation));
        return command;
    }

    static async Task<int> RunAsync(string? data, bool dryRun, CancellationToken cancellation)
    {
        try
        {
            await using var services = ServeCommand.Build(null, data);
            services.Services.GetRequiredService<Microsoft.Extensions.Options.IStartupValidator>().Validate();
            var database = services.Services.GetRequiredService<Database>();
            var pending = await database.PendingAsync(cancellation);
            if (dryRun)
            {
                foreach (var migration in pending) Console.WriteLine($"-- {migration.Number:0000} {migration.Name}\n{migration.Sql.TrimEnd()}\n");
                Console.WriteLine($"-- {Count(pending)} would be applied.");
                return 0;
            }
            await database.StartAsync(cancellation);
            foreach (var migration in pending) Console.WriteLine($"{migration.Number:0000} {migration.Name}");
            Console.WriteLine($"{Count(pending)} applied; the schema is at version {Migrations.All(database.Dialect)[^1].Number}.");
            return 0;
        }
        catch (Exception exception) when (ServeCommand.Explain(exception) is { } message)
        {
            await Console.Error.WriteLineAsync($"turnout: {message}");
            return 1;
        }
    }

    static string Count(IReadOnlyList<Migration> pending) => pending.Count switch
    {
        0 => "No migration",
        1 => "1 migration",
        var count => $"{count} migrations",
    };
}
