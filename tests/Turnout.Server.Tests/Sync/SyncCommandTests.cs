using System.Net;
using System.Text.Json;
using Turnout.Client;
using Turnout.Sync;

namespace Turnout.Server.Tests.Sync;

/// <summary>What this assembly declares is what the verb finds in it.</summary>
internal static class Declared
{
    public static readonly ExperimentDeclaration UpgradeButton =
        Experiment.Define("upgrade_button").Variants("control", "urgent", "value").Unit("team").Salt("2026-06").Sha256Modulo();

    internal static ExperimentDeclaration[] Others { get; } = [Experiment.Define("price").Variant("low", 3).Variant("high", 1).Control("high").Traffic(50)];
}

public sealed class SyncCommandTests
{
    const string Root = "/api/v1/environments/production/experiments";

    static readonly string Here = typeof(SyncCommandTests).Assembly.Location;

    static Task<int> SyncAsync(TurnoutHost host, string from, params string[] more) =>
        SyncCommand.Create().Parse([from, "--url", host.Address.ToString(), "--token", TurnoutHost.AdminToken, .. more]).InvokeAsync();

    static async Task<JsonElement> GetAsync(TurnoutHost host, string key)
    {
        using var answer = await host.Admin.GetAsync($"{Root}/{key}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    static string FileOf(string json)
    {
        var file = Path.Combine(Path.GetTempPath(), $"turnout-{Guid.NewGuid():N}.json");
        File.WriteAllText(file, json);
        return file;
    }

    [Fact]
    public async Task Declarations_of_an_assembly_run_on_the_server_with_the_same_buckets()
    {
        await using var host = await TurnoutHost.StartAsync();
        Assert.Equal(10, await SyncAsync(host, Here, "--check"));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Admin.GetAsync($"{Root}/upgrade_button")).StatusCode);

        Assert.Equal(0, await SyncAsync(host, Here));
        var button = await GetAsync(host, "upgrade_button");
        Assert.Equal(("running", "team", "sha256-modulo", "2026-06"),
            (button.GetProperty("status").GetString(), button.GetProperty("unit").GetString(), button.GetProperty("algorithm").GetString(), button.GetProperty("salt").GetString()));
        var price = await GetAsync(host, "price");
        Assert.Equal(("high", 50), (price.GetProperty("control").GetString(), price.GetProperty("traffic").GetDouble()));

        Assert.Equal(0, await SyncAsync(host, Here));
        Assert.Equal(0, await SyncAsync(host, Here, "--check"));
        Assert.Equal(button.GetProperty("updated_at").GetString(), (await GetAsync(host, "upgrade_button")).GetProperty("updated_at").GetString());
    }

    [Fact]
    public async Task Draft_is_edited_then_launched()
    {
        await using var host = await TurnoutHost.StartAsync();
        var file = FileOf("""[{"key":"e","variants":[{"key":"a","weight":1},{"key":"b","weight":1}],"traffic":20}]""");
        Assert.Equal(0, await SyncAsync(host, file, "--draft"));
        Assert.Equal("draft", (await GetAsync(host, "e")).GetProperty("status").GetString());
        await File.WriteAllTextAsync(file, """{"key":"e","variants":[{"key":"a","weight":1},{"key":"b","weight":3}],"traffic":20}""");
        Assert.Equal(0, await SyncAsync(host, file));
        var edited = await GetAsync(host, "e");
        Assert.Equal(("running", 3), (edited.GetProperty("status").GetString(), edited.GetProperty("variants")[1].GetProperty("weight").GetDouble()));
        File.Delete(file);
    }

    [Fact]
    public async Task Running_experiment_is_changed_only_as_far_as_nobody_is_moved()
    {
        await using var host = await TurnoutHost.StartAsync();
        var file = FileOf("""{"key":"e","variants":[{"key":"a","weight":1},{"key":"b","weight":1}],"traffic":20}""");
        Assert.Equal(0, await SyncAsync(host, file));
        await File.WriteAllTextAsync(file, """{"key":"e","variants":[{"key":"a","weight":1},{"key":"b","weight":1}],"traffic":60}""");
        Assert.Equal(0, await SyncAsync(host, file));
        Assert.Equal(60, (await GetAsync(host, "e")).GetProperty("traffic").GetDouble());
        await File.WriteAllTextAsync(file, """{"key":"e","variants":[{"key":"a","weight":1},{"key":"b","weight":9}],"traffic":60}""");
        Assert.Equal(1, await SyncAsync(host, file));
        Assert.Equal(1, (await GetAsync(host, "e")).GetProperty("variants")[1].GetProperty("weight").GetDouble());
        File.Delete(file);
    }

    [Fact]
    public async Task Stopped_experiment_is_left_in_peace()
    {
        await using var host = await TurnoutHost.StartAsync();
        var file = FileOf("""{"key":"e","variants":[{"key":"a","weight":1},{"key":"b","weight":1}]}""");
        Assert.Equal(0, await SyncAsync(host, file));
        (await host.Admin.PostAsync($"{Root}/e/stop", new StringContent("{}", null, "application/json"))).EnsureSuccessStatusCode();
        await File.WriteAllTextAsync(file, """{"key":"e","variants":[{"key":"a","weight":1},{"key":"c","weight":1}]}""");
        Assert.Equal(0, await SyncAsync(host, file));
        Assert.Equal("stopped", (await GetAsync(host, "e")).GetProperty("status").GetString());
        File.Delete(file);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[{\"key\":")]
    [InlineData("[{\"variants\":[]}]")]
    [InlineData("[7]")]
    public async Task File_that_is_no_declaration_fails_and_changes_nothing(string content)
    {
        await using var host = await TurnoutHost.StartAsync();
        var file = FileOf(content);
        Assert.Equal(2, await SyncAsync(host, file));
        File.Delete(file);
    }

    [Fact]
    public async Task Missing_file_wrong_token_and_unsound_experiment_fail()
    {
        await using var host = await TurnoutHost.StartAsync();
        Assert.Equal(2, await SyncAsync(host, "/nowhere/app.dll"));
        Assert.Equal(3, await SyncCommand.Create().Parse([Here, "--url", host.Address.ToString(), "--token", "wrong"]).InvokeAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await host.Admin.GetAsync($"{Root}/upgrade_button")).StatusCode);
        Assert.Equal(4, await SyncAsync(host, Here, "--environment", "nowhere"));
        var file = FileOf("""{"key":"e","variants":[{"key":"a","weight":1}]}""");
        Assert.Equal(1, await SyncAsync(host, file));
        File.Delete(file);
    }
}
