using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Turnout.Client.Delivery;

namespace Turnout.Client.Tests.Delivery;

/// <summary>What the documentation promises for each way in which a server, a network or a machine can fail.</summary>
public class FaultTests
{
    private static readonly Engine.EvaluationContext User = Rulesets.User("u");

    [Fact]
    public async Task Server_down_at_first_start_gives_fallbacks_and_neither_blocks_nor_throws()
    {
        await using var host = await ClientHost.StartAsync(DeadAddress());
        Assert.True(host.Flags.IsEnabled("a", User, fallback: true));
        await host.Time.PassAsync(0.5, 1);
        await host.Time.PausesAsync(1, 2);
        Assert.Equal("unreachable", host.Flags.Problem?.Code);
        Assert.Equal(RulesetOrigin.None, host.Flags.Origin);
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(host));
    }

    [Fact]
    public async Task Server_down_at_a_later_start_gives_the_last_good_ruleset()
    {
        var folder = Directory.CreateTempSubdirectory("turnout-test").FullName;
        var address = DeadAddress();
        await LeaveOnDiskAsync(folder, address, Rulesets.With(3, Rulesets.On("a")).ToUtf8Json());
        await using var host = await ClientHost.StartAsync(address, cacheFolder: folder);
        Assert.True(host.Flags.IsEnabled("a", User));
        Assert.Equal(RulesetOrigin.Disk, host.Flags.Origin);
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(host));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Restart_with_an_unchanged_ruleset_costs_an_empty_answer()
    {
        var folder = Directory.CreateTempSubdirectory("turnout-test").FullName;
        await using var server = await FakeServer.StartAsync(Rulesets.With(3, Rulesets.On("a")));
        await using (await (await ClientHost.StartAsync(server.Url, cacheFolder: folder)).ReadyAsync())
        {
        }

        var statuses = new System.Collections.Concurrent.ConcurrentQueue<int>();
        server.Misbehave = http =>
        {
            http.Response.OnStarting(() =>
            {
                if (http.Request.Path == "/sdk/v1/ruleset") statuses.Enqueue(http.Response.StatusCode);
                return Task.CompletedTask;
            });
            return Task.FromResult(false);
        };
        await using var host = await (await ClientHost.StartAsync(server.Url, cacheFolder: folder)).ReadyAsync();
        Assert.Equal(304, statuses.First());
        Assert.True(host.Flags.IsEnabled("a", User));
        Assert.Equal(RulesetOrigin.Server, host.Flags.Origin);
    }

    [Fact]
    public async Task Server_away_for_an_hour_changes_nothing_then_fresh_at_once()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1, Rulesets.On("a")));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await server.OpenStreamAsync();
        server.Misbehave = Abort;
        server.EndStreams();
        for (var passed = 0; passed < 3600; passed += 30)
        {
            await host.Time.PassAsync(0.5, 30);
            Assert.True(host.Flags.IsEnabled("a", User));
        }

        // While it pauses, no request is under way that could see the server's return early.
        await host.Time.PausesAsync(0.5, 30);
        Assert.Equal("unreachable", host.Flags.Problem?.Code);
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(host));
        Assert.Single(host.Log, line => line.StartsWith("1002 Warning", StringComparison.Ordinal));

        server.Misbehave = null;
        server.Publish(Rulesets.With(2, Rulesets.On("a", enabled: false)));
        await host.Time.PassAsync(0.5, 30);
        await host.VersionAsync(2);
        Assert.False(host.Flags.IsEnabled("a", User));
    }

    [Fact]
    public async Task Flapping_server_is_asked_less_and_less_and_flags_stay()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1, Rulesets.On("a")));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await server.OpenStreamAsync();
        var asked = 0;
        server.Misbehave = async http => Interlocked.Increment(ref asked) % 2 == 0 && await Abort(http);
        server.EndStreams();
        for (var i = 0; i < 20; i++)
        {
            await host.Time.PassAsync(0.5, 30);
            Assert.True(host.Flags.IsEnabled("a", User));
            server.EndStreams();
        }

        Assert.InRange(asked, 1, 100);
    }

    [Fact]
    public async Task Slow_server_is_given_up_after_the_request_timeout()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1, Rulesets.On("a")));
        using var end = new CancellationTokenSource();
        server.Misbehave = async http =>
        {
            await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(end.Token, http.RequestAborted).Token)
                .ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        await using var host = await ClientHost.StartAsync(server.Url);
        await host.Time.PassAsync(47, 47);
        await host.Time.PausesAsync(0.5, 1);
        Assert.Equal("timeout", host.Flags.Problem?.Code);

        server.Misbehave = null;
        await end.CancelAsync();
        await host.Time.PassAsync(0.5, 1);
        await host.VersionAsync(1);
        Assert.True(host.Flags.IsEnabled("a", User));
    }

    [Theory]
    [InlineData("", "invalid_answer")]
    [InlineData("<html>Login</html>", "invalid_answer")]
    [InlineData("null", "invalid_answer")]
    [InlineData("[]", "invalid_answer")]
    [InlineData("""{"environment":"production"}""", "invalid_answer")]
    [InlineData("""{"environment":"production","version":"two","flags":[]}""", "invalid_answer")]
    [InlineData("""{"schema":999,"environment":"production","version":2,"flags":[]}""", "newer_schema")]
    [InlineData("""{"schema":999,"environment":{"key":"production"},"rollouts":[]}""", "newer_schema")]
    public async Task Rubbish_and_newer_rules_leave_the_ruleset_in_use(string body, string code)
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1, Rulesets.On("a")));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await server.OpenStreamAsync();
        server.Misbehave = async http =>
        {
            if (http.Request.Path != "/sdk/v1/ruleset") return false;
            await http.Response.WriteAsync(body);
            return true;
        };
        server.EndStreams();
        await host.Time.PassAsync(0.5, 1);
        await host.Time.PausesAsync(0.5, 2);
        Assert.Equal(code, host.Flags.Problem?.Code);
        Assert.True(host.Flags.IsEnabled("a", User));
        Assert.Equal(1, host.Flags.Ruleset.Version);
    }

    [Fact]
    public async Task Stream_of_rubbish_falls_back_to_polling()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1));
        server.Misbehave = async http =>
        {
            if (http.Request.Path != "/sdk/v1/stream") return false;
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(new string('x', 100_000), http.RequestAborted);
            return true;
        };
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await host.Time.PausesAsync(0.5, 1);
        Assert.Equal("invalid_answer", host.Flags.Problem?.Code);
        server.Publish(Rulesets.With(2));
        await host.Time.PassAsync(0.5, 1);
        await host.VersionAsync(2);
    }

    [Fact]
    public async Task Revoked_key_keeps_the_last_ruleset_and_says_so()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1, Rulesets.On("a")));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await server.OpenStreamAsync();
        server.Misbehave = http => Task.FromResult((http.Response.StatusCode = 401) == 401);
        server.EndStreams();
        await host.Time.PassAsync(0.5, 1);
        await host.Time.PausesAsync(0.5, 2);
        Assert.Equal("unauthorized", host.Flags.Problem?.Code);
        Assert.True(host.Flags.IsEnabled("a", User));
        Assert.DoesNotContain(host.Log, line => line.Contains(FakeServer.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Disk_that_takes_nothing_costs_only_the_copy()
    {
        // A file where the folder should be refuses every write, also root's, as a full or read-only disk does.
        var file = Path.GetTempFileName();
        await using var server = await FakeServer.StartAsync(Rulesets.With(1, Rulesets.On("a")));
        await using var host = await (await ClientHost.StartAsync(server.Url, cacheFolder: Path.Combine(file, "cache"))).ReadyAsync();
        Assert.True(host.Flags.IsEnabled("a", User));
        Assert.Contains(host.Log, line => line.StartsWith("1013 Warning", StringComparison.Ordinal));
        Assert.Null(host.Flags.Problem);
        File.Delete(file);
    }

    [Fact]
    public async Task Damaged_copy_on_disk_is_not_believed()
    {
        var folder = Directory.CreateTempSubdirectory("turnout-test").FullName;
        var address = DeadAddress();
        await LeaveOnDiskAsync(folder, address, Rulesets.With(3, Rulesets.On("a")).ToUtf8Json());
        var file = Directory.GetFiles(folder).Single();
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, bytes[..^20]);
        await using var host = await ClientHost.StartAsync(address, cacheFolder: folder);
        Assert.False(host.Flags.IsEnabled("a", User));
        Assert.Contains(host.Log, line => line.StartsWith("1011 Warning", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Jumping_clock_disturbs_neither_freshness_nor_flags()
    {
        await using var server = await FakeServer.StartAsync(Rulesets.With(1, Rulesets.On("a")));
        await using var host = await (await ClientHost.StartAsync(server.Url)).ReadyAsync();
        await server.OpenStreamAsync();
        host.Time.Start += TimeSpan.FromDays(3650);
        Assert.Equal(TimeSpan.Zero, host.Flags.Age);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
        host.Time.Start -= TimeSpan.FromDays(7300);
        server.Publish(Rulesets.With(2, Rulesets.On("a", enabled: false)));
        await host.VersionAsync(2);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
    }

    private static Task<bool> Abort(HttpContext http)
    {
        http.Abort();
        return Task.FromResult(true);
    }

    private static async Task<HealthStatus> HealthAsync(ClientHost host)
    {
        var check = ActivatorUtilities.CreateInstance<TurnoutHealthCheck>(host.Services);
        return (await check.CheckHealthAsync(new HealthCheckContext())).Status;
    }

    private static async Task LeaveOnDiskAsync(string folder, Uri server, byte[] ruleset)
    {
        await using var before = await ClientHost.StartAsync(server, cacheFolder: folder, start: false);
        before.Services.GetRequiredService<RulesetFile>().Write(ruleset, "\"3\"");
    }

    private static Uri DeadAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
