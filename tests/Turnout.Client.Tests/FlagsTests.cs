using Microsoft.Extensions.DependencyInjection;
using Turnout.Client.Delivery;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Client.Tests;

public class FlagsTests
{
    private sealed record Theme(string Color, int Size);

    private static async Task<ClientHost> StartAsync(FakeServer server) => await (await ClientHost.StartAsync(server.Url)).ReadyAsync();

    private static Task<FakeServer> ServerAsync() => FakeServer.StartAsync(Rulesets.With(
        7,
        Rulesets.On("on"),
        Rulesets.On("off", enabled: false),
        Rulesets.Serving("text", FlagType.String, FlagValue.From("hello")),
        Rulesets.Serving("number", FlagType.Number, FlagValue.From(2.5)),
        Rulesets.Serving("whole", FlagType.Number, FlagValue.From(42)),
        Rulesets.Serving("huge", FlagType.Number, FlagValue.From(1e300)),
        Rulesets.Serving("theme", FlagType.Json, FlagValue.Parse("""{"color":"red","size":3}""")),
        Rulesets.Driven("driven", "exp")) with { Experiments = [Rulesets.Running("exp")] });

    [Fact]
    public async Task Boolean_flags_answer_by_key()
    {
        await using var server = await ServerAsync();
        await using var host = await StartAsync(server);
        Assert.True(host.Flags.IsEnabled("on", Rulesets.User("u")));
        Assert.False(host.Flags.IsEnabled("off", Rulesets.User("u"), fallback: true));
    }

    [Fact]
    public async Task Unknown_flag_gives_the_fallback_and_says_so()
    {
        await using var server = await ServerAsync();
        await using var host = await StartAsync(server);
        Assert.True(host.Flags.IsEnabled("nope", Rulesets.User("u"), fallback: true));
        var details = host.Flags.GetDetails("nope", Rulesets.User("u"), "fallback");
        Assert.Equal(("fallback", null, Reason.Error, EvaluationError.FlagNotFound), (details.Value, details.Variant, details.Reason, details.Error));
        Assert.Equal(7, details.RulesetVersion);
    }

    [Fact]
    public async Task Typed_values_come_as_their_type()
    {
        await using var server = await ServerAsync();
        await using var host = await StartAsync(server);
        var user = Rulesets.User("u");
        Assert.Equal("hello", host.Flags.Get("text", user, "x"));
        Assert.Equal(2.5, host.Flags.Get("number", user, 0.0));
        Assert.Equal(42, host.Flags.Get("whole", user, 0));
        Assert.Equal(42L, host.Flags.Get("whole", user, 0L));
        Assert.Equal(new Theme("red", 3), host.Flags.Get("theme", user, new Theme("none", 0)));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("on")]
    [InlineData("theme")]
    [InlineData("number")]
    [InlineData("huge")]
    public async Task Value_of_another_type_gives_the_fallback(string key)
    {
        await using var server = await ServerAsync();
        await using var host = await StartAsync(server);
        Assert.Equal(-1, host.Flags.Get(key, Rulesets.User("u"), -1));
        Assert.Equal(EvaluationError.TypeMismatch, host.Flags.GetDetails(key, Rulesets.User("u"), -1).Error);
        Assert.Equal(-1, host.Flags.Handle(key, -1).Get(Rulesets.User("u")));
    }

    [Fact]
    public async Task Json_that_does_not_fit_the_class_gives_the_fallback()
    {
        await using var server = await ServerAsync();
        await using var host = await StartAsync(server);
        var fallback = new Dictionary<string, int> { ["x"] = 1 };
        Assert.Same(fallback, host.Flags.Get("theme", Rulesets.User("u"), fallback));
    }

    [Fact]
    public async Task Json_is_parsed_once_and_shared()
    {
        await using var server = await ServerAsync();
        await using var host = await StartAsync(server);
        var fallback = new Theme("none", 0);
        Assert.Same(host.Flags.Get("theme", Rulesets.User("a"), fallback), host.Flags.Get("theme", Rulesets.User("b"), fallback));
    }

    [Fact]
    public async Task Handle_follows_every_change()
    {
        await using var server = await ServerAsync();
        await using var host = await StartAsync(server);
        var handle = host.Flags.Handle("on", false);
        var later = host.Flags.Handle("later", false);
        Assert.True(handle.Get(Rulesets.User("u")));
        Assert.False(later.Get(Rulesets.User("u")));

        await server.OpenStreamAsync();
        server.Publish(Rulesets.With(8, Rulesets.On("on", enabled: false), Rulesets.On("later")));
        await host.VersionAsync(8);
        Assert.False(handle.Get(Rulesets.User("u")));
        Assert.True(later.Get(Rulesets.User("u")));
    }

    [Fact]
    public async Task Answer_is_what_the_browser_takes_as_bootstrap()
    {
        await using var server = await ServerAsync();
        await using var host = await StartAsync(server);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        host.Flags.WriteAnswer(output, Rulesets.User("u"));
        using var answer = System.Text.Json.JsonDocument.Parse(output.WrittenMemory);
        var root = answer.RootElement;
        Assert.Equal(7, root.GetProperty("version").GetInt64());
        Assert.True(root.GetProperty("flags").GetProperty("on").GetProperty("value").GetBoolean());
        Assert.Equal("exp", root.GetProperty("flags").GetProperty("driven").GetProperty("experiment").GetString());
        Assert.Equal(host.Flags.Decide("exp", Rulesets.User("u")).Variant, root.GetProperty("experiments").GetProperty("exp").GetString());
        var assignment = root.GetProperty("assignments").GetProperty("exp");
        Assert.Equal(("deterministic", "control", "user"),
            (assignment.GetProperty("assignment_type").GetString(), assignment.GetProperty("control").GetString(), assignment.GetProperty("unit").GetString()));
    }

    [Fact]
    public async Task Hot_calls_allocate_nothing()
    {
        await using var server = await ServerAsync();
        await using var host = await StartAsync(server);
        var flags = host.Flags;
        var user = Rulesets.User("u-1");
        var handle = flags.Handle("on", false);
        var theme = new Theme("none", 0);
        for (var i = 0; i < 1000; i++) Use();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Use();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Use()
        {
            flags.IsEnabled("on", user);
            flags.IsEnabled("driven", user);
            flags.Get("text", user, "x");
            flags.Get("whole", user, 0);
            flags.Get("theme", user, theme);
            flags.GetVariant("exp", user);
            handle.Get(user);
        }
    }

    [Fact]
    public async Task Updates_under_load_tear_nothing_and_lose_no_exposure()
    {
        // Both flags change together: whoever sees them differ inside one version has read a torn ruleset.
        await using var server = await FakeServer.StartAsync(Version(1));
        // Enough memory that none of the 12,800 exposures is forgotten and sent again.
        await using var host = await (await ClientHost.StartAsync(server.Url, options => options.RememberedExposures = 1 << 20)).ReadyAsync();
        var state = host.Services.GetRequiredService<RulesetState>();
        var torn = 0;
        var evaluated = 0L;
        using var end = new CancellationTokenSource();
        var threads = Enumerable.Range(0, 64).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < 200 || !end.IsCancellationRequested; i++)
            {
                var user = Rulesets.User($"{thread}-{i % 200}");
                var ruleset = host.Flags.Ruleset;
                var a = ruleset.Evaluate("a", user);
                var b = ruleset.Evaluate("b", user);
                if (a.Value!.Boolean != b.Value!.Boolean || a.Value.Boolean != (ruleset.Version % 2 == 0)) Interlocked.Increment(ref torn);
                host.Flags.IsEnabled("driven", user);
                Interlocked.Increment(ref evaluated);
                if (i % 50 == 49) Thread.Yield();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        for (var version = 2; version <= 1000; version++) state.Use(Version(version), RulesetOrigin.Server);
        await end.CancelAsync();
        threads.ForEach(thread => thread.Join());

        Assert.Equal(0, torn);
        Assert.True(evaluated >= 64 * 200);
        var units = new HashSet<string>();
        while (units.Count < 64 * 200)
        {
            await host.Flags.FlushAsync();
            if (!server.Batches.Reader.TryRead(out var batch)) break;
            Collect(batch);
            while (server.Batches.Reader.TryRead(out batch)) Collect(batch);
        }

        Assert.Equal(64 * 200, units.Count);

        void Collect(System.Text.Json.JsonElement batch)
        {
            foreach (var one in batch.GetProperty("events").EnumerateArray()) Assert.True(units.Add(one.GetProperty("user_id").GetString()!));
        }

        static RulesetDefinition Version(long version) => Rulesets.With(
            version, Rulesets.On("a", version % 2 == 0), Rulesets.On("b", version % 2 == 0), Rulesets.Driven("driven", "exp"))
            with { Experiments = [Rulesets.Running("exp")] };
    }
}
