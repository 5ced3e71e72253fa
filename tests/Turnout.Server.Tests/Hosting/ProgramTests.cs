using System.Net;
using System.Text.Json;

namespace Turnout.Server.Tests.Hosting;

/// <summary>The executable as operators meet it.</summary>
public class ProgramTests
{
    [Fact]
    public async Task The_server_starts_signs_its_first_operator_in_and_ends_when_asked()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var server = await TurnoutProcess.ServeAsync(["--data", place.Folder]);
        using var client = new HttpClient { BaseAddress = server.Address };
        await client.GetAsync<JsonElement>("/health/ready");
        Assert.Contains($"Sign in once at {server.Address}sign-in?token=", server.Output, StringComparison.Ordinal);

        // The verb, beside the running server, ends the address that was printed at the start.
        var (exitCode, output, _) = await TurnoutProcess.RunAsync(["sign-in-link", "--data", place.Folder, "--server", server.Address.ToString()]);
        Assert.Equal(0, exitCode);
        await client.ProblemAsync(HttpMethod.Post, "/api/v1/session", new { token = Token(server.Output) }, 401, "invalid_sign_in");
        await client.PostAsync<JsonElement>("/api/v1/session", new { token = Token(output) });

        Assert.Equal(0, await server.TerminateAsync());
        Assert.Equal("", server.Errors);
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_in_one_line()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var server = await TurnoutProcess.ServeAsync(["--data", place.Folder]);
        var (exitCode, _, errors) = await TurnoutProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--data", place.Folder]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("turnout: Another Turnout process uses the data folder", errors, StringComparison.Ordinal);
        Assert.EndsWith("(folder_in_use)", errors.TrimEnd(), StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_kill()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        var variables = new Dictionary<string, string> { ["TURNOUT_ADMIN_TOKEN"] = TurnoutHost.AdminToken };
        var acknowledged = new List<string>();
        await using (var server = await TurnoutProcess.ServeAsync(["--data", place.Folder], variables))
        {
            using var client = Admin(server);
            var writers = Enumerable.Range(0, 4).Select(async writer =>
            {
                for (var i = 0; ; i++)
                {
                    try
                    {
                        using var answer = await client.PostAsync("/api/v1/environments", HttpClientExtensions.Content(new { key = $"k{writer}.{i}" }));
                        if (answer.StatusCode != HttpStatusCode.Created) return;
                    }
                    catch (HttpRequestException)
                    {
                        return;
                    }
                    lock (acknowledged)
                    {
                        acknowledged.Add($"k{writer}.{i}");
                        if (acknowledged.Count == 100) _ = server.KillAsync();
                    }
                }
            });
            await Task.WhenAll(writers);
        }
        await using (var server = await TurnoutProcess.ServeAsync(["--data", place.Folder], variables))
        {
            using var client = Admin(server);
            var kept = new HashSet<string>();
            string? next = null;
            do
            {
                var page = await client.GetAsync<JsonElement>($"/api/v1/environments?limit=200{(next is null ? "" : $"&after={next}")}");
                kept.UnionWith(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()!));
                next = page.GetProperty("next").GetString();
            }
            while (next is not null);
            Assert.True(acknowledged.Count >= 100);
            Assert.Empty(acknowledged.Except(kept));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Stores), MemberType = typeof(TestDatabase))]
    public async Task Migrate_shows_what_it_would_do_and_then_does_it(Store store)
    {
        await using var place = await TestDatabase.CreateAsync(store, empty: true);
        var variables = new Dictionary<string, string> { ["TURNOUT_POSTGRES"] = place.Postgres ?? "" };
        var (exitCode, output, _) = await TurnoutProcess.RunAsync(["migrate", "--dry-run", "--data", place.Folder], variables);
        Assert.Equal(0, exitCode);
        Assert.Contains("-- 0001 environments\nCREATE TABLE environments (", output, StringComparison.Ordinal);
        Assert.Equal(store == Store.Postgres, output.Contains("IDENTITY", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.Folder));

        Assert.Equal(0, (await TurnoutProcess.RunAsync(["migrate", "--data", place.Folder], variables)).ExitCode);
        var again = await TurnoutProcess.RunAsync(["migrate", "--dry-run", "--data", place.Folder], variables);
        Assert.Equal("-- No migration would be applied.", again.Output.Trim());
    }

    [Fact]
    public async Task A_wrong_setting_is_told_in_one_line()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        var (exitCode, _, errors) = await TurnoutProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--data", place.Folder], new Dictionary<string, string> { ["TURNOUT_ADMIN_TOKEN"] = "short" });
        Assert.Equal(1, exitCode);
        Assert.Equal("turnout: TURNOUT_ADMIN_TOKEN (Turnout:Access:AdminToken) has 5 characters; it needs 32 to 512.", errors.Trim());
    }

    [Fact]
    public async Task An_address_that_is_none_is_told_in_one_line()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        var (exitCode, _, errors) = await TurnoutProcess.RunAsync(["--urls", "nonsense", "--data", place.Folder]);
        Assert.Equal(1, exitCode);
        Assert.Equal("turnout: Invalid url: 'nonsense'. Write --urls as http://127.0.0.1:8080, several with semicolons between them.", errors.Trim());
    }

    [Fact]
    public async Task An_address_in_use_is_told_in_one_line()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using var host = await TurnoutHost.StartAsync();
        var (exitCode, _, errors) = await TurnoutProcess.RunAsync(["--urls", host.Address.ToString(), "--data", place.Folder]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("turnout: ", errors, StringComparison.Ordinal);
        Assert.Contains("--urls", errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_disk_that_is_full_at_the_start_is_told_in_one_line_and_nothing_is_left_that_stands_in_the_way_when_there_is_room()
    {
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        // A disk of 64 KiB that only these commands see; it grows before the second.
        const string script = """
            mount -t tmpfs -o size=64k turnout "$2" || exit 77
            dotnet "$1" --urls http://127.0.0.1:0 --data "$2"; echo "served: $?"
            mount -o remount,size=64m "$2"
            dotnet "$1" migrate --data "$2"; echo "migrated: $?"
            """;
        var turnout = Path.Combine(AppContext.BaseDirectory, "turnout.dll");
        string[] alone = Environment.UserName == "root" ? ["--mount"] : ["--mount", "--user", "--map-root-user"];
        var (exitCode, output, errors) = await TurnoutProcess.RunAsync([.. alone, "sh", "-c", script, "sh", turnout, place.Folder], program: "unshare");
        Assert.SkipWhen(exitCode == 77 || errors.StartsWith("unshare:", StringComparison.Ordinal), $"This machine lets tests mount no disk of their own: {errors}");
        Assert.Contains("served: 1", output, StringComparison.Ordinal);
        Assert.Contains("migrated: 0", output, StringComparison.Ordinal);
        Assert.StartsWith("turnout: ", errors, StringComparison.Ordinal);
        Assert.Contains("The disk that holds the data folder is full", errors, StringComparison.Ordinal);
        Assert.EndsWith("(storage_full)", errors.TrimEnd(), StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    static string Token(string text) => text.Split("token=")[1].Split([' ', '\n', '\r'])[0];

    static HttpClient Admin(TurnoutProcess server) => new() { BaseAddress = server.Address, DefaultRequestHeaders = { Authorization = new("Bearer", TurnoutHost.AdminToken) } };
}
