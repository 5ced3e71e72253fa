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
        var json = Voice.JsonOption();
        var command = new Command("migrate", "Brings the store's schema up to date; the server does so by itself when it starts.") { data, dryRun, json };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(data), arguments.GetValue(dryRun), Voice.Of(arguments, json), cancellation));
        return command;
    }

    static async Task<int> RunAsync(string? data, bool dryRun, Voice voice, CancellationToken cancellation)
    {
        try
        {
            await using var services = ServeCommand.Build(null, data);
            services.Services.GetRequiredService<Microsoft.Extensions.Options.IStartupValidator>().Validate();
            var database = services.Services.GetRequiredService<Database>();
            var pending = await database.PendingAsync(cancellation);
            if (!dryRun) await database.StartAsync(cancellation);
            var version = Migrations.All(database.Dialect)[^1].Number;
            voice.Say(
                new { version, applied = !dryRun, migrations = pending.Select(migration => new { number = migration.Number, name = migration.Name, sql = dryRun ? migration.Sql : null }) },
                dryRun
                    ? string.Concat(pending.Select(migration => $"-- {migration.Number:0000} {migration.Name}\n{migration.Sql.TrimEnd()}\n\n")) + $"-- {Count(pending)} would be applied."
                    : string.Concat(pending.Select(migration => $"{migration.Number:0000} {migration.Name}\n")) + $"{Count(pending)} applied; the schema is at version {version}.");
            return ExitCodes.Done;
        }
        catch (Exception exception) when (ServeCommand.Explain(exception) is { } message)
        {
            return voice.Fail(ExitCodes.Refused, message);
        }
    }

    static string Count(IReadOnlyList<Migration> pending) => pending.Count switch
    {
        0 => "No migration",
        1 => "1 migration",
        var count => $"{count} migrations",
    };
}
