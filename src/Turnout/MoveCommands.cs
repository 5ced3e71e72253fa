using System.CommandLine;
using Microsoft.Extensions.Options;
using Turnout.Server.Events;
using Turnout.Server.Storage;
using Turnout.Server.Storage.Moving;

namespace Turnout;

/// <summary><c>turnout export</c> and <c>turnout import</c>: everything out of one store, into another.</summary>
internal static class MoveCommands
{
    public static Command Export() => Create(
        "export", "Writes everything in the store to a folder, for turnout import; the servers on it are stopped meanwhile. Cut short, it goes on when run again.",
        (services, folder, cancellation) => new StoreExport(PartsOf(services)).RunAsync(folder, Console.WriteLine, cancellation));

    public static Command Import() => Create(
        "import", "Brings everything from a folder of turnout export into an empty store, and compares. Cut short, it goes on when run again.",
        (services, folder, cancellation) => new StoreImport(services.GetRequiredService<Database>(), PartsOf(services), services.GetRequiredService<EventMover>()).RunAsync(folder, Console.WriteLine, cancellation));

    static Command Create(string name, string description, Func<IServiceProvider, MovingFolder, CancellationToken, Task<IReadOnlyDictionary<string, long>>> move)
    {
        var folder = new Argument<string>("folder") { Description = "The export's folder." };
        var data = ServeCommand.DataOption();
        var command = new Command(name, description) { folder, data };
        command.SetAction((arguments, cancellation) => RunAsync(
            arguments.GetValue(data), services => move(services, new MovingFolder(arguments.GetValue(folder)!), cancellation), cancellation));
        return command;
    }

    static async Task<int> RunAsync(string? data, Func<IServiceProvider, Task<IReadOnlyDictionary<string, long>>> move, CancellationToken cancellation)
    {
        try
        {
            // Alone: on SQLite a server that is running is noticed by its lock.
            await using var app = ServeCommand.Build(null, data);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            await app.Services.GetRequiredService<Database>().StartAsync(cancellation);
            var moved = await move(app.Services);
            foreach (var (table, count) in moved.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Console.WriteLine($"{table,-24} {count,14:N0}");
            Console.WriteLine("Complete: counts and checksums agree.");
            return 0;
        }
        catch (Exception exception) when ((exception is StorageException ? exception.Message : ServeCommand.Explain(exception)) is { } message)
        {
            await Console.Error.WriteLineAsync($"turnout: {message}");
            return 1;
        }
    }

    static StoreParts PartsOf(IServiceProvider services) => new(services.GetRequiredService<Database>(), services.GetRequiredService<EventLogStore>());
}
