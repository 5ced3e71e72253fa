using System.Net.Http.Json;
using System.Text.Json;
using Turnout.Generate;

namespace Turnout.Server.Tests.Generate;

public sealed class TypeScriptDeclarationsTests
{
    static readonly string[] Pricing = ["control", "a"];

    static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    [Fact]
    public void Each_type_of_flag_has_its_type()
    {
        var text = TypeScriptDeclarations.Write(
            [
                Json("""{"key":"theme","type":"string","variants":[{"key":"on","value":"dark"},{"key":"off","value":"light \"day\""},{"key":"x","value":"dark"}]}"""),
                Json("""{"key":"new-checkout","type":"boolean","variants":[]}"""),
                Json("""{"key":"limit","type":"number","variants":[{"key":"on","value":3}]}"""),
                Json("""{"key":"menu","type":"json","variants":[{"key":"on","value":{"items":["a",1,null],"open":true}},{"key":"off","value":null},{"key":"none","value":[]}]}"""),
            ],
            []);

        Assert.Contains("    \"theme\": \"dark\" | \"light \\u0022day\\u0022\";\n", text);
        Assert.Contains("    \"new-checkout\": boolean;\n", text);
        Assert.Contains("    \"limit\": number;\n", text);
        Assert.Contains("    \"menu\": { readonly \"items\": readonly (string | number | null)[]; readonly \"open\": boolean; } | null | readonly (never)[];\n", text);
    }

    [Fact]
    public void Experiments_have_their_variants_and_archived_ones_are_left_out()
    {
        var text = TypeScriptDeclarations.Write(
            [],
            [
                Json("""{"key":"pricing","status":"running","variants":[{"key":"control","weight":1},{"key":"a","weight":1}]}"""),
                Json("""{"key":"old","status":"archived","variants":[{"key":"control","weight":1}]}"""),
            ]);

        Assert.Contains("    \"pricing\": \"control\" | \"a\";\n", text);
        Assert.DoesNotContain("old", text);
    }

    [Fact]
    public void The_order_of_the_list_does_not_matter()
    {
        JsonElement[] flags = [Json("""{"key":"b","type":"boolean","variants":[]}"""), Json("""{"key":"a","type":"boolean","variants":[]}""")];
        Assert.Equal(TypeScriptDeclarations.Write(flags, []), TypeScriptDeclarations.Write(flags.Reverse(), []));
    }

    [Fact]
    public async Task A_running_server_is_read_page_by_page()
    {
        await using var host = await TurnoutHost.StartAsync();
        const string Root = "/api/v1/environments/production";
        for (var i = 0; i < 101; i++)
            (await host.Admin.PutAsJsonAsync($"{Root}/flags/flag-{i:000}", new { key = $"flag-{i:000}" })).EnsureSuccessStatusCode();
        var variants = Pricing.Select(key => new { key, weight = 1 });
        (await host.Admin.PostAsJsonAsync($"{Root}/experiments", new { key = "pricing", variants })).EnsureSuccessStatusCode();

        var text = await GenerateCommand.TypeScriptAsync(host.Admin, "production", TestContext.Current.CancellationToken);

        Assert.Equal(101, text.Split("\": boolean;\n").Length - 1);
        Assert.Contains("    \"pricing\": \"control\" | \"a\";\n", text);
    }

    [Fact]
    public async Task A_refusal_says_why()
    {
        await using var host = await TurnoutHost.StartAsync();
        var problem = await Assert.ThrowsAsync<HttpRequestException>(() =>
            GenerateCommand.TypeScriptAsync(host.Anonymous, "production", TestContext.Current.CancellationToken));
        Assert.Contains("401", problem.Message);
    }
}
