using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Npgsql;
using Turnout.Server.Events;
using Turnout.Server.Events.ClickHouse;
using Turnout.Server.Tests.Sinks;
using Turnout.Server.Tests.Webhooks;

namespace Turnout.Server.Tests.Documentation;

/// <summary>What <c>docs/operations.md</c> and the guides tell an operator to do to a store is done, on the stores that they speak of.</summary>
public sealed partial class DocumentedOperationsTests
{
    static string Page => File.ReadAllText(Repository.PathOf("docs", "operations.md"));

    [Fact]
    public async Task A_house_is_moved_by_the_commands_that_are_shown()
    {
        await using var from = await TestDatabase.CreateAsync(Store.Sqlite);
        await using (var host = await TurnoutHost.StartAsync(from)) await host.SetFlagAsync("moved");
        await using var to = await TestDatabase.CreateAsync(Store.Shards, empty: true);
        var script = DocumentedShell.Blocks(Page).Single(block => block.Contains("turnout import", StringComparison.Ordinal))
            .Replace("/backup/house", "house", StringComparison.Ordinal)
            .Replace("Host=db;…", to.Postgres, StringComparison.Ordinal)
            .Replace("http://ch:8123", to.ClickHouse, StringComparison.Ordinal);
        // The service is the one of deploy/; here nothing runs that would have to be stopped.
        Assert.True(File.Exists(Repository.PathOf("deploy", "turnout.service")));
        var (exitCode, said) = await DocumentedShell.RunAsync("systemctl() { test \"$*\" = 'stop turnout'; }\n" + script,
            new() { ["TURNOUT_DLL"] = DocumentedShell.Program, ["TURNOUT_DATA"] = from.Folder }, []);
        Assert.True(exitCode == 0, said);
        await using var moved = await TurnoutHost.StartAsync(to);
        Assert.True((await moved.Admin.GetAsync<JsonElement>("/api/v1/environments/production/flags/moved")).GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Every_query_that_is_shown_is_answered_by_the_store_that_it_asks()
    {
        await using var small = await TestDatabase.CreateAsync(Store.ClickHouse);
        await using var large = await TestDatabase.CreateAsync(Store.Postgres);
        await using var first = await TurnoutHost.StartAsync(small);
        await using var second = await TurnoutHost.StartAsync(large);
        // The table is made when the first events are moved there.
        await first.SendAsync(SinkHarness.Purchase(1));
        await first.Service<EventMover>().MoveAsync(all: true);
        var address = ClickHouseAddress.Parse(small.ClickHouse!);
        using var clickHouse = new ClickHouseHttp(address);
        var asked = 0;
        foreach (var page in Repository.Pages())
        {
            foreach (Match query in Query().Matches(await File.ReadAllTextAsync(page)))
            {
                var sql = query.Groups["sql"].Value;
                if (sql.Contains('…', StringComparison.Ordinal)) continue;
                asked++;
                if (sql.Contains("turnout_events", StringComparison.Ordinal) || sql.Contains("system.", StringComparison.Ordinal))
                {
                    await clickHouse.ExecuteAsync(address.Servers[0], sql);
                    continue;
                }
                await AskPostgresAsync(large.Postgres!, sql);
                // Rights are PostgreSQL's alone.
                if (sql.StartsWith("SELECT", StringComparison.Ordinal)) await AskSqliteAsync(small.Folder, sql);
            }
        }
        Assert.True(asked >= 5, $"{asked} queries");
    }

    [Fact]
    public async Task The_backup_of_a_running_server_that_is_shown_can_be_restored()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var restored = await TestDatabase.CreateAsync(Store.Sqlite);
        var sql = Backup().Match(Page).Groups["sql"].Value;
        await using (var host = await TurnoutHost.StartAsync(place))
        {
            await host.SetFlagAsync("kept");
            await AskSqliteAsync(place.Folder, sql.Replace("/backup/turnout.db", Path.Combine(restored.Folder, "turnout.db"), StringComparison.Ordinal));
            await host.SetFlagAsync("later");
        }
        await using var again = await TurnoutHost.StartAsync(restored);
        var flags = (await again.Admin.GetAsync<JsonElement>("/api/v1/environments/production/flags")).GetProperty("items").EnumerateArray();
        Assert.Equal(["kept"], flags.Select(flag => flag.Text("key")));
    }

    [Fact]
    public async Task Systemd_understands_the_unit()
    {
        var start = new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", Repository.PathOf("deploy", "turnout.service")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        // What it does not know it ignores with a word on its error stream, and ends well.
        var complaints = (output + await errors).Split('\n').Where(line => line.Contains("turnout.service", StringComparison.Ordinal)
            // Where the SDK lies elsewhere on this machine than on the server that the unit is for.
            && !line.Contains("/usr/bin/dotnet is not executable", StringComparison.Ordinal));
        Assert.Empty(complaints);
    }

    static async Task AskSqliteAsync(string folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "turnout.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    static async Task AskPostgresAsync(string store, string sql)
    {
        await using var connection = new NpgsqlConnection(store);
        await connection.OpenAsync();
        // What it changes, and the user that it speaks of, goes again.
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"CREATE ROLE turnout; {sql}", connection, transaction);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("`(?<sql>(?:SELECT|REVOKE|GRANT|DELETE FROM|UPDATE) [^`\n]+)`")]
    private static partial Regex Query();

    [GeneratedRegex("\"(?<sql>VACUUM INTO '[^']+')\"")]
    private static partial Regex Backup();
}
