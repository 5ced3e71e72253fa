using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Turnout.Client.AspNetCore;
using Turnout.Engine;

namespace Turnout.Client.Tests.AspNetCore;

public class WebTests
{
    // The header says who is signed in, so that the tests need no identity provider.
    private static async Task<WebApplication> StartAsync(Action<TestFlags> set, Action<WebApplication> map, Action<TurnoutBuilder>? build = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        build?.Invoke(builder.Services.AddTurnout());
        builder.Services.AddTestFlags(set);
        var app = builder.Build();
        app.Use((http, next) =>
        {
            if (http.Request.Headers["X-User"].ToString() is { Length: > 0 } user)
                http.User = new ClaimsPrincipal(new ClaimsIdentity([new("sub", user), new("team_id", "t-1")], "test"));
            return next(http);
        });
        map(app);
        await app.StartAsync();
        return app;
    }

    private static HttpClient Client(WebApplication app, string? user = "u-1")
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var client = new HttpClient { BaseAddress = new Uri(address) };
        if (user is not null) client.DefaultRequestHeaders.Add("X-User", user);
        return client;
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    [Fact]
    public async Task Endpoint_behind_a_flag_is_there_only_while_the_flag_is_on()
    {
        await using var app = await StartAsync(f => f.Set("beta", false), app => app.MapGet("/beta", () => "hello").RequireFlag("beta"));
        using var client = Client(app);
        var off = await client.GetAsync("/beta");
        Assert.Equal((HttpStatusCode.NotFound, "flag_off"), (off.StatusCode, await CodeAsync(off)));
        app.Services.GetRequiredService<TestFlags>().Set("beta", true);
        Assert.Equal("hello", await client.GetStringAsync("/beta"));
    }

    [Fact]
    public async Task Synthetic_caller_is_refused_before_the_handler_runs()
    {
        var charged = 0;
        await using var app = await StartAsync(
            _ => { },
            app => app.MapPost("/charge", () => ++charged).RejectSyntheticTraffic(),
            turnout => turnout.UseContext(http => new EvaluationContext { UserId = "u", ["is_test_cohort"] = http.Request.Headers.ContainsKey("X-Synthetic") }));
        using var client = Client(app);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/charge", null)).StatusCode);
        client.DefaultRequestHeaders.Add("X-Synthetic", "1");
        var refused = await client.PostAsync("/charge", null);
        Assert.Equal((HttpStatusCode.Forbidden, "synthetic_test_cohort", 1), (refused.StatusCode, await CodeAsync(refused), charged));
    }

    [Fact]
    public async Task Synthetic_check_that_fails_lets_the_customer_through()
    {
        await using var app = await StartAsync(
            _ => { },
            app => app.MapPost("/charge", () => "charged").RejectSyntheticTraffic(),
            turnout => turnout.DetectSynthetic((_, _, _) => throw new InvalidOperationException("The database is down.")));
        using var client = Client(app);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/charge", null)).StatusCode);
    }

    [Fact]
    public async Task Me_tells_user_team_experiments_and_flags()
    {
        await using var app = await StartAsync(f => f.Set("x", true).Assign("upgrade_button", "urgent", "team"), app => app.MapTurnoutMe());
        using var client = Client(app);
        var me = await client.GetFromJsonAsync<JsonElement>("/auth/me");
        Assert.Equal(
            """{"user_id":"u-1","team_id":"t-1","experiments":{"upgrade_button":"urgent"},"flags":{"x":true}}""",
            me.GetRawText());
        using var nobody = Client(app, null);
        var refused = await nobody.GetAsync("/auth/me");
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthenticated"), (refused.StatusCode, await CodeAsync(refused)));
    }

    [Fact]
    public async Task Experiments_are_added_to_the_hosts_own_answer()
    {
        await using var app = await StartAsync(
            f => f.Set("x", true).Assign("exp", "b"),
            app =>
            {
                app.MapGet("/auth/me", () => new { Email = "a@example.com" }).WithTurnoutExperiments();
                app.MapGet("/typed", () => TypedResults.Created("/typed", new { Id = 7 })).WithTurnoutExperiments();
                app.MapGet("/text", () => "no object").WithTurnoutExperiments();
                app.MapGet("/failed", () => TypedResults.BadRequest(new { Why = "so" })).WithTurnoutExperiments();
            });
        using var client = Client(app);
        Assert.Equal("""{"email":"a@example.com","experiments":{"exp":"b"},"flags":{"x":true}}""", await client.GetStringAsync("/auth/me"));
        var created = await client.GetAsync("/typed");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("""{"id":7,"experiments":{"exp":"b"},"flags":{"x":true}}""", await created.Content.ReadAsStringAsync());
        Assert.Equal("no object", await client.GetStringAsync("/text"));
        Assert.Equal("""{"why":"so"}""", await (await client.GetAsync("/failed")).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"experiment":"exp","variant":"b","action_taken":"upgrade"}""", 201, null)]
    [InlineData("""{"experiment":"exp","variant":"b","action_taken":"upgrade","value":9.5}""", 201, null)]
    [InlineData("""{"experiment":"nope","variant":"b","action_taken":"upgrade"}""", 404, "unknown_experiment")]
    [InlineData("""{"experiment":"exp","variant":"nope","action_taken":"upgrade"}""", 400, "invalid_variant")]
    [InlineData("""{"experiment":"exp","variant":"b"}""", 400, "invalid_value")]
    [InlineData("""{"experiment":"exp","variant":"b","action_taken":"upgrade","value":"1"}""", 400, "invalid_value")]
    [InlineData("""{"experiment":"exp","variant":"b","action_taken":"upgrade","value":1e999}""", 400, "invalid_value")]
    [InlineData("""{"experiment":"exp","variant":"b","action_taken":"upgrade","admin":true}""", 400, "unknown_member")]
    [InlineData("""{"experiment":"exp\ud800","variant":"b","action_taken":"upgrade"}""", 400, "invalid_value")]
    [InlineData("[]", 400, "invalid_value")]
    [InlineData("{", 400, "invalid_json")]
    [InlineData("", 400, "invalid_json")]
    public async Task Conversion_is_checked_against_the_callers_own_variant(string body, int status, string? code)
    {
        await using var app = await StartAsync(f => f.Assign("exp", "b"), app => app.MapTurnoutConverted());
        using var client = Client(app);
        var response = await client.PostAsync("/api/v1/experiments/converted", new StringContent(body));
        Assert.Equal(status, (int)response.StatusCode);
        if (code is not null) Assert.Equal(code, await CodeAsync(response));
    }

    [Fact]
    public async Task Conversion_of_another_variant_or_by_nobody_is_refused()
    {
        await using var app = await StartAsync(
            f => f.Set("x", true),
            app => app.MapTurnoutConverted(),
            turnout => turnout.AddExperiments(Experiment.Define("exp").Variant("a", 1).Variant("b", 0)));
        using var client = Client(app);
        var body = """{"experiment":"exp","variant":"b","action_taken":"upgrade"}""";
        var wrong = await client.PostAsync("/api/v1/experiments/converted", new StringContent(body));
        Assert.Equal((HttpStatusCode.Conflict, "variant_mismatch"), (wrong.StatusCode, await CodeAsync(wrong)));
        using var nobody = Client(app, null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostAsync("/api/v1/experiments/converted", new StringContent(body))).StatusCode);
        var large = await client.PostAsync("/api/v1/experiments/converted", new StringContent(new string(' ', 20_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Fact]
    public async Task Visitor_gets_one_id_that_counts_from_the_first_request()
    {
        await using var app = await StartAsync(
            f => f.Assign("exp", "b", "visitor"),
            app =>
            {
                app.UseTurnoutVisitor();
                app.MapGet("/", (RequestFlags flags) => $"{flags.Context.VisitorId} {flags.GetVariant("exp")}");
            });
        using var client = Client(app, null);
        var first = await client.GetAsync("/");
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("max-age=31536000", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        var id = cookie.Split('=', ';')[1];
        Assert.Equal($"{id} b", await first.Content.ReadAsStringAsync());

        client.DefaultRequestHeaders.Add("Cookie", $"other=1; turnout_visitor={id}");
        var second = await client.GetAsync("/");
        Assert.False(second.Headers.Contains("Set-Cookie"));
        Assert.Equal($"{id} b", await second.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("turnout_visitor=abc-1", "abc-1")]
    [InlineData("a=b; turnout_visitor=abc; c=d", "abc")]
    [InlineData("xturnout_visitor=abc", null)]
    [InlineData("turnout_visitor=", null)]
    [InlineData("turnout_visitor=<script>", null)]
    [InlineData("turnout_visitor", null)]
    public void Visitor_cookie_is_read_only_where_an_sdk_wrote_it(string header, string? id)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = header;
        Assert.Equal(id, VisitorCookie.Read(http.Request));
    }

    [Theory]
    [InlineData("on", null, null, false, true)]
    [InlineData("off", null, null, false, false)]
    [InlineData("off", null, null, true, true)]
    [InlineData(null, "exp", "a, b", false, true)]
    [InlineData(null, "exp", "a", false, false)]
    [InlineData(null, "nope", "a", true, true)]
    public async Task Tag_helper_shows_its_content_where_the_flag_says_so(string? flag, string? experiment, string? variant, bool negate, bool shown)
    {
        await using var services = new ServiceCollection().AddTestFlags(f => f.Set("on", true).Set("off", false).Assign("exp", "b")).BuildServiceProvider();
        using var scope = services.CreateScope();
        var flags = scope.ServiceProvider.GetRequiredService<RequestFlags>();
        flags.Context.UserId = "u";
        var helper = new TurnoutTagHelper(flags) { Flag = flag, Experiment = experiment, Variant = variant, Negate = negate };
        var output = Output("turnout");
        output.Content.SetContent("content");
        helper.Process(new TagHelperContext([], new Dictionary<object, object>(), "1"), output);
        Assert.Equal(shown, !output.Content.IsEmptyOrWhiteSpace);
        Assert.Null(output.TagName);
    }

    [Fact]
    public async Task Bootstrap_cannot_break_out_of_its_script_element()
    {
        await using var services = new ServiceCollection()
            .AddTestFlags(f => f.Set("text", "</script><script>alert(1)").SetJson("json", """{"a":"</script>"}""")).BuildServiceProvider();
        using var scope = services.CreateScope();
        var json = scope.ServiceProvider.GetRequiredService<RequestFlags>().BootstrapJson();
        Assert.DoesNotContain("<", json, StringComparison.Ordinal);
        using var parsed = JsonDocument.Parse(json);
        Assert.Equal("</script>", parsed.RootElement.GetProperty("flags").GetProperty("json").GetProperty("value").GetProperty("a").GetString());
        var output = Output("turnout-bootstrap");
        new TurnoutBootstrapTagHelper(scope.ServiceProvider.GetRequiredService<RequestFlags>()).Process(new TagHelperContext([], new Dictionary<object, object>(), "1"), output);
        Assert.Equal(("script", json), (output.TagName, output.Content.GetContent()));
    }

    private static TagHelperOutput Output(string tag) =>
        new(tag, [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
}
