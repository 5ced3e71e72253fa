using System.CommandLine;
using Microsoft.Extensions.Options;
using Turnout.Remote;
using Turnout.Server.Events;
using Turnout.Server.Storage;
using Turnout.Server.Storage.Moving;

namespace Turnout;

/// <summary>
/// <c>turnout export</c> and <c>turnout import</c>: everything out of one store, into another. Below <c>export</c> are the verbs that take a server's data out for analysis.
/// </summary>
internal static class MoveCommands
{
    delegate Task<IReadOnlyDictionary<string, long>> Move(IServiceProvider services, MovingFolder folder, Action<MovingStep> progress, CancellationToken cancellation);

    public static Command Export()
    {
        var command = Create(
            "export", "Writes everything in the store to a folder, for turnout import; the servers on it are stopped meanwhile. Cut short, it goes on when run again.",
            (services, folder, progress, cancellation) => new StoreExport(PartsOf(services)).RunAsync(folder, progress, cancellation));
        foreach (var data in DataCommands.Create()) command.Subcommands.Add(data);
        return command;
    }

    public static Command Import() => Create(
        "import", "Brings everything from a folder of turnout export into an empty store, and compares. Cut short, it goes on when run again.",
        (services, folder, progress, cancellation) =>
            new StoreImport(services.GetRequiredService<Database>(), PartsOf(services), services.GetRequiredService<EventMover>()).RunAsync(folder, progress, cancellation));

    static Command Create(string name, string description, Move move)
    {
        var folder = new Argument<string>("folder") { Description = "The export's folder." };
        var json = Voice.JsonOption();
        var data = ServeCommand.DataOption();
        var command = new Command(name, description) { folder, json, data };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(data), new MovingFolder(arguments.GetValue(folder)!), move, Voice.Of(arguments, json), cancellation));
        return command;
    }

    static async Task<int> RunAsync(string? data, MovingFolder folder, Move move, Voice voice, CancellationToken cancellation)
    {
        try
        {
            // Alone: on SQLite a server that is running is noticed by its lock.
            await using var app = ServeCommand.Build(null, data);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            await app.Services.GetRequiredService<Database>().StartAsync(cancellation);
            var moved = await MoveAsync(app.Services, folder, move, voice, cancellation);
            voice.Say(
                new { complete = true, rows = new SortedDictionary<string, long>(moved.ToDictionary(), StringComparer.Ordinal) },
                string.Concat(moved.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key,-24} {pair.Value,14:N0}\n")) + "Complete: counts and checksums agree.");
            return ExitCodes.Done;
        }
        catch (Exception exception) when ((exception is StorageException ? exception.Message : ServeCommand.Explain(exception)) is { } message)
        {
            return voice.Fail(ExitCodes.Refused, message);
        }
    }

    /// <summary>Each step on a line of its own, or, on a terminal, as one line with a bar.</summary>
    static async Task<IReadOnlyDictionary<string, long>> MoveAsync(IServiceProvider services, MovingFolder folder, Move move, Voice voice, CancellationToken cancellation)
    {
        if (Console.IsErrorRedirected) return await move(services, folder, step => (voice.Json ? voice.Error : voice.Output).WriteLine(step), cancellation);
        using var line = new ProgressLine(voice.Error);
        return await move(services, folder, step => line.Show(step.Words, step.Done, step.Of), cancellation);
    }

    static StoreParts PartsOf(IServiceProvider services) => new(services.GetRequiredService<Database>(), services.GetRequiredService<EventLogStore>());
}
