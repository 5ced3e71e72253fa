using Turnout.Client.Delivery;

namespace Turnout.Client.Tests.Delivery;

public class RulesetUpdatesTests
{
    private static readonly Engine.EvaluationContext User = Rulesets.User("u");

    [Fact]
    public async Task Change_reaches_the_client_by_the_stream()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1, Rulesets.On("a")));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await server.OpenStreamAsync();
        server.Publish(Rulesets.With(2, Rulesets.On("a", enabled: false)));
        await host.VersionAsync(2);
        Assert.False(host.Flags.IsEnabled("a", User, fallback: true));
        Assert.Equal(RulesetOrigin.Server, host.Flags.Origin);
    }

    [Fact]
    public async Task Notice_of_the_version_in_use_fetches_nothing()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1, Rulesets.On("a")));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await server.OpenStreamAsync();
        server.Notify();
        server.Publish(Rulesets.With(2));
        await host.VersionAsync(2);
        Assert.Equal(2, server.Requests.Count(path => path == "/sdk/v1/ruleset"));
    }

    [Fact]
    public async Task Stream_that_ends_is_opened_anew_after_a_pause()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await server.OpenStreamAsync();
        var again = server.NextAsync("/sdk/v1/stream");
        server.EndStreams();
        await host.Time.PassAsync(0.5, 1);
        await again;
        Assert.Null(host.Flags.Problem);
    }

    [Fact]
    public async Task Silent_stream_is_given_up()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await server.OpenStreamAsync();
        var again = server.NextAsync("/sdk/v1/stream");
        var pause = host.Time.PausesAsync(0.5, 1);
        // What the client is still reading starts its patience anew: thirty seconds pass until they were silent ones.
        while (!pause.IsCompleted)
        {
            await Task.WhenAny(pause, host.Time.PausesAsync(30, 30));
            host.Time.Advance(TimeSpan.FromSeconds(30));
        }

        host.Time.Advance(TimeSpan.FromSeconds(1));
        await again;
    }

    [Fact]
    public async Task Without_streams_it_polls_within_thirty_seconds()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1));
        server.Misbehave = http => Task.FromResult(http.Request.Path == "/sdk/v1/stream" && (http.Response.StatusCode = 404) == 404);
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        for (var i = 0; i < 8; i++) await host.Time.PassAsync(0.5, 30);
        server.Publish(Rulesets.With(2));
        await host.Time.PassAsync(0.5, 30);
        await host.VersionAsync(2);
    }

    [Fact]
    public async Task Polling_by_choice_asks_for_no_stream()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1));
        await using var host = await (await ClientHost.StartAsync(server.Url, options => options.Streaming = false)).ReadyAsync();
        server.Publish(Rulesets.With(2));
        await host.Time.PassAsync(15, 30);
        await host.VersionAsync(2);
        Assert.DoesNotContain("/sdk/v1/stream", server.Requests);
    }

    [Fact]
    public async Task Offline_asks_nobody_and_starts_from_the_bootstrap_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, Rulesets.With(5, Rulesets.On("a")).ToUtf8Json());
        await using var host = await ClientHost.StartAsync(null, options => (options.Offline, options.Key, options.BootstrapFile) = (true, null, file));
        Assert.True(await host.Flags.WaitUntilReadyAsync(TimeSpan.FromSeconds(20)));
        Assert.True(host.Flags.IsEnabled("a", User));
        Assert.Equal(RulesetOrigin.Bootstrap, host.Flags.Origin);
        File.Delete(file);
    }

    [Fact]
    public async Task Missing_settings_are_named_at_start()
    {
        var thrown = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => ClientHost.StartAsync(null, options => options.Key = " "));
        Assert.Contains("Turnout:ServerUrl", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Turnout:Key", thrown.Message, StringComparison.Ordinal);
    }
}
