using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Turnout.Server.Events;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Features.Assignments;
using Turnout.Server.Features.Audit;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;
using Turnout.Server.Storage.Moving;

namespace Turnout.Server.Tests.Storage;

/// <summary>Everything moves from one store to another and is what it was.</summary>
public class MovingTests
{
    [Fact]
    public async Task From_SQLite_to_PostgreSQL_to_ClickHouse_and_back_nothing_changes()
    {
        await using var first = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var folders = new Folders();
        var (key, results) = await FillAsync(first);
        var exported = await ExportAsync(first, folders.New());
        Assert.Contains(exported.Parts, part => part.Name == "assignments.000002");
        Assert.Contains(exported.Parts, part => part.Name.EndsWith(".000001", StringComparison.Ordinal) && part.Table == StoreParts.Events);

        var from = folders.Last;
        foreach (var kind in new[] { Store.Postgres, Store.Shards, Store.ClickHouse, Store.Sqlite })
        {
            await using var next = await TestDatabase.CreateAsync(kind);
            await ImportAsync(next, from);
            Assert.Equal(exported.Parts, (await ExportAsync(next, from = folders.New())).Parts);
            await using var host = await TurnoutHost.StartAsync(next);
            Assert.Equal(results, await host.Admin.GetAsync<string>($"{Harness.Experiments}/e/results"));
            Assert.True((await host.Service<AuditStore>().VerifyAsync(CancellationToken.None)).Intact);
            using var application = host.Client(key);
            Assert.Equal(("a", false, "STICKY"), await application.AssignAsync("e", "unit-7"));
            var again = await application.PostAsync<JsonElement>("/api/v1/events", new { events = new[] { Event(1), Event(59_999) } }, HttpStatusCode.Accepted);
            Assert.Equal(2, again.GetProperty("duplicates").GetInt32());
            // New rows get new numbers, also where the database counts by itself.
            await application.SendEventsAsync(new { id = "new", @event = "e", user_id = "u" });
            await host.Admin.PostAsync<JsonElement>("/api/v1/environments", new { key = "another" }, HttpStatusCode.Created);
            using var other = host.Client(await host.CreateKeyAsync("server", "another"));
            await other.SendEventsAsync(new { id = "new", @event = "e", user_id = "u" });
        }
    }

    [Fact]
    public async Task What_was_cut_short_goes_on_where_it_stopped()
    {
        await using var first = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var folders = new Folders();
        await FillAsync(first);
        var whole = await ExportAsync(first, folders.New());
        var folder = folders.New();
        var cuts = 0;
        while (!await TryAsync(() => ExportAsync(first, folder, Cut(7)))) cuts++;
        Assert.InRange(cuts, 3, 20);
        Assert.Equal(whole.Parts, folder.ReadManifest()!.Parts);

        await using var next = await TestDatabase.CreateAsync(Store.Postgres);
        for (cuts = 0; !await TryAsync(() => ImportAsync(next, folder, Cut(7))); cuts++)
        {
        }
        Assert.InRange(cuts, 3, 20);
        Assert.Equal(whole.Parts, (await ExportAsync(next, folders.New())).Parts);

        static Action<MovingStep> Cut(int after) => _ =>
        {
            if (--after < 0) throw new OperationCanceledException();
        };
    }

    [Fact]
    public async Task A_killed_export_and_a_killed_import_go_on_and_nothing_is_missing_or_there_twice()
    {
        await using var first = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var folders = new Folders();
        await FillAsync(first);
        var whole = await ExportAsync(first, folders.New());
        // A kill that comes when all is done proves nothing: then another one is tried.
        var folder = folders.New();
        for (var tries = 0; ; folder = folders.New())
        {
            Assert.True(tries++ < 20, "The export was never cut short.");
            await TurnoutProcess.KillWhenAsync(
                () => Task.FromResult(Directory.Exists(folder.Path) && Directory.EnumerateFiles(folder.Path, "assignments.*").Count() > 1),
                ["export", folder.Path, "--data", first.Folder]);
            if (folder.ReadManifest() is { Complete: false }) break;
        }
        await VerbAsync(["export", folder.Path, "--data", first.Folder], null);
        Assert.Equal(whole.Parts, folder.ReadManifest()!.Parts);
        Assert.True(folder.ReadManifest()!.Complete);

        for (var tries = 0; ;)
        {
            Assert.True(tries++ < 20, "The import was never cut short.");
            await using var next = await TestDatabase.CreateAsync(Store.Postgres);
            var variables = new Dictionary<string, string> { ["TURNOUT_POSTGRES"] = next.Postgres! };
            await using (var database = await next.OpenAsync())
            {
                async Task<bool> BegunAsync() => await database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM import_parts")) > 0;
                await TurnoutProcess.KillWhenAsync(BegunAsync, ["import", folder.Path, "--data", next.Folder], variables);
                if (!await BegunAsync()) continue;
            }
            Assert.StartsWith("Going on behind ", await VerbAsync(["import", folder.Path, "--data", next.Folder], variables), StringComparison.Ordinal);
            Assert.Equal(whole.Parts, (await ExportAsync(next, folders.New())).Parts);
            return;
        }

        static async Task<string> VerbAsync(string[] arguments, Dictionary<string, string>? variables)
        {
            var (code, output, errors) = await TurnoutProcess.RunAsync(arguments, variables);
            Assert.True(code == 0, errors);
            return output;
        }
    }

    [Fact]
    public async Task What_cannot_be_moved_is_refused_with_a_reason()
    {
        await using var first = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var folders = new Folders();
        await FillAsync(first);
        var folder = folders.New();
        await RefusedAsync("no export", () => ImportAsync(first, folder));
        await Assert.ThrowsAsync<OperationCanceledException>(() => ExportAsync(first, folder, _ => throw new OperationCanceledException()));
        await RefusedAsync("cut short", () => ImportAsync(first, folder));
        await ExportAsync(first, folder);
        await RefusedAsync("not empty", () => ImportAsync(first, folder));

        // A part that was changed on the way.
        await using var next = await TestDatabase.CreateAsync(Store.Sqlite);
        folder.WritePart("flags.000000", "[]\n"u8);
        await RefusedAsync("damaged", () => ImportAsync(next, folder));

        // A store that was changed since the export began.
        await using (var host = await TurnoutHost.StartAsync(first)) await host.Admin.PutAsync<string>("/api/v1/environments/production/flags/later", new { }, HttpStatusCode.Created);
        await RefusedAsync("must not change", () => ExportAsync(first, folder));

        static async Task RefusedAsync(string word, Func<Task> move) => Assert.Contains(word, (await Assert.ThrowsAsync<StartupException>(move)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verbs_move_a_store_and_keep_off_one_that_is_in_use()
    {
        await using var first = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var folders = new Folders();
        var folder = folders.New().Path;
        await using (var host = await TurnoutHost.StartAsync(first))
        {
            await host.Admin.PutAsync<string>("/api/v1/environments/production/flags/f", new { }, HttpStatusCode.Created);
            var (code, _, errors) = await TurnoutProcess.RunAsync(["export", folder, "--data", first.Folder]);
            Assert.Equal(1, code);
            Assert.Contains("Another Turnout process uses the data folder", errors, StringComparison.Ordinal);
        }
        var export = await TurnoutProcess.RunAsync(["export", folder, "--data", first.Folder]);
        Assert.True(export.ExitCode == 0, export.Errors);
        Assert.Contains("1/1 flags: 1 rows", export.Output, StringComparison.Ordinal);
        await using var next = await TestDatabase.CreateAsync(Store.Postgres);
        var import = await TurnoutProcess.RunAsync(["import", folder, "--data", next.Folder], new Dictionary<string, string> { ["TURNOUT_POSTGRES"] = next.Postgres! });
        Assert.True(import.ExitCode == 0, import.Errors);
        Assert.Contains("Complete: counts and checksums agree.", import.Output, StringComparison.Ordinal);
        await using var moved = await TurnoutHost.StartAsync(next);
        await moved.Admin.GetAsync<JsonElement>("/api/v1/environments/production/flags/f");
    }

    /// <summary>Something of everything, in several parts; strange texts among it.</summary>
    static async Task<(string Key, string Results)> FillAsync(TestDatabase database)
    {
        await using var host = await TurnoutHost.StartAsync(database);
        await host.Admin.PutAsync<string>("/api/v1/environments/production/flags/f", new { enabled = true, description = "tab\t, back\\slash, line\nend, quote\", ü, 𝄞, \\N" }, HttpStatusCode.Created);
        await host.RunExperimentAsync(new { key = "e", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } } });
        await host.RunExperimentAsync(new { key = "gone", variants = new[] { new { key = "a", weight = 1 }, new { key = "b", weight = 1 } } });
        await host.Admin.PutAsync<string>("/api/v1/environments/production/cohort/user/robot", null, HttpStatusCode.NoContent);
        await host.Service<AssignmentStore>().AssignAsync([[.. Enumerable.Range(0, 25_000).Select(i =>
            new NewAssignment(new UnitKey("production", "user", $"unit-{i}"), "e", i % 2 == 0 ? "b" : "a", i % 100 == 0))]]);
        var key = await host.CreateKeyAsync("server");
        using var application = host.Client(key);
        for (var i = 0; i < 60; i++)
            await application.SendEventsAsync([.. Enumerable.Range(i * 1000, 1000).Select(Event)]);
        // Leaves holes in the log.
        await host.Admin.PostAsync<JsonElement>($"{Harness.Experiments}/gone/stop", null);
        await host.Admin.SendAsync<string>(HttpMethod.Delete, $"{Harness.Experiments}/gone?confirm=gone", null, HttpStatusCode.NoContent);
        // The oldest are gone, but for what results need of them.
        var store = host.Service<EventLogStore>();
        var (to, kept) = (0L, Array.Empty<byte>());
        await store.ReadBlockAsync(1, 0, (_, records) => kept = records[..(4 + BitConverter.ToInt32(records))].ToArray());
        to = (await store.ReadBlockAsync(1, 0, (_, _) => { }))!.Value;
        await store.RemoveAsync((await store.LogsAsync()).Single(), to, kept);
        return (key, await host.Admin.GetAsync<string>($"{Harness.Experiments}/e/results"));
    }

    static object Event(int i) => (i % 3) switch
    {
        0 => new { id = $"{i}", @event = "experiment_viewed", user_id = $"unit-{i % 500}", properties = new { experiment_slug = i % 2 == 0 ? "e" : "gone", variant = "a" } },
        1 => new { id = $"00000000-0000-4000-8000-{i:x12}", @event = "buy", user_id = $"unit-{i % 500}", value = i / 7.0 } as object,
        _ => new { id = $"{i}", @event = "experiment_conversion", user_id = $"unit-{i % 500}", properties = new { experiment_slug = "e", variant = "a", conversion_event = "x" } },
    };

    static async Task<bool> TryAsync(Func<Task> move)
    {
        try
        {
            await move();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    static async Task<Manifest> ExportAsync(TestDatabase place, MovingFolder folder, Action<MovingStep>? progress = null)
    {
        await using var database = await place.OpenAsync();
        var (log, _, archive) = Open(place, database);
        using (archive) await new StoreExport(new StoreParts(database, log)).RunAsync(folder, progress ?? (_ => { }), CancellationToken.None);
        return folder.ReadManifest()!;
    }

    static async Task ImportAsync(TestDatabase place, MovingFolder folder, Action<MovingStep>? progress = null)
    {
        await using var database = await place.OpenAsync();
        var (log, mover, archive) = Open(place, database);
        using (archive)
        using (mover) await new StoreImport(database, new StoreParts(database, log), mover).RunAsync(folder, progress ?? (_ => { }), CancellationToken.None);
    }

    static (EventLogStore Log, EventMover Mover, ClickHouseEvents Archive) Open(TestDatabase place, Database database)
    {
        var clock = new ManualClock();
        var archive = new ClickHouseEvents(Options.Create(new StorageOptions { ClickHouse = place.ClickHouse }), clock);
        return (new EventLogStore(database, clock, Options.Create(new EventOptions()), archive), new EventMover(database, clock, NullLogger<EventMover>.Instance, archive), archive);
    }

    sealed class Folders : IAsyncDisposable
    {
        readonly string root = Directory.CreateTempSubdirectory("turnout-moving-").FullName;
        int count;

        public MovingFolder Last { get; private set; } = new("");

        public MovingFolder New() => Last = new MovingFolder(Path.Combine(root, $"{count++}"));

        public ValueTask DisposeAsync()
        {
            Directory.Delete(root, recursive: true);
            return default;
        }
    }
}
