using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Turnout.Server.Tests.Outbound;

namespace Turnout.Server.Tests.Sinks;

/// <summary>Receivers that break the rules, at random and by intent.</summary>
public class SinkFaultTests
{
    const int Events = 60, Answers = 40;

    /// <summary>What a receiver does with a request, and whether that means it was taken. One that keeps what it refuses gets it twice, under the same id.</summary>
    static readonly (RequestDelegate Answer, bool Takes)[] Manners =
    [
        (Status(200), true),
        (Status(202, "<html>Not JSON</html>"), true),
        (WithoutEnd(200), true),
        (Status(500, "kept, and denied"), false),
        (Status(429, "", ("Retry-After", "1")), false),
        (Status(408), false),
        (Status(404, "not here, today"), false),
        (Status(302, "", ("Location", "http://127.0.0.1:9/elsewhere")), false),
        (CutOff(503), false),
        (HangUp, false),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_a_receiver_says_nothing_is_lost_and_what_comes_twice_comes_under_the_same_id(int seed)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await TurnoutHost.StartAsync(settings: SinkHarness.Settings("http", receiver.Url, ("BatchSize", "7")));
        await host.SendAsync([.. Enumerable.Range(0, Events).Select(SinkHarness.Purchase)]);
        var dice = new Random(seed);
        var manners = Enumerable.Range(0, Answers).Select(_ => Manners[dice.Next(Manners.Length)]).ToList();
        foreach (var (answer, _) in manners) receiver.Answer(answer);

        for (var round = 0; round <= Answers && await BehindAsync(host) > 0; round++)
        {
            await host.RunSinksAsync();
            host.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var sink = await host.SinkAsync();
        Assert.Equal((0L, (long)Events, 0L), (sink.GetProperty("behind").GetInt64(), sink.GetProperty("delivered").GetInt64(), sink.GetProperty("dead_letters").GetInt64()));
        var taken = new List<string>();
        var forms = new Dictionary<string, string>();
        for (var request = 0; receiver.Waiting > 0; request++)
        {
            var batch = (await receiver.NextAsync()).Json.GetProperty("events").EnumerateArray().ToList();
            foreach (var item in batch)
            {
                if (!forms.TryAdd(item.Text("id"), item.GetRawText())) Assert.Equal(forms[item.Text("id")], item.GetRawText());
            }
            if (request >= manners.Count || manners[request].Takes) taken.AddRange(batch.Select(item => item.Text("id")));
        }
        // In the order of the log, each exactly once: a batch counts as taken when its receiver says so, and never before.
        Assert.Equal(Enumerable.Range(0, Events).Select(i => $"e-{i}"), taken);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("")]
    [InlineData("HTTP/1.1 500 Broken\r\nContent-Length: 5000\r\n\r\ncut off")]
    public async Task What_does_not_speak_the_protocol_is_tried_again_and_loses_nothing(string bytes)
    {
        using var impostor = new Impostor(bytes);
        await using var place = await TestDatabase.CreateAsync(Store.Sqlite);
        await using (var host = await TurnoutHost.StartAsync(place, SinkHarness.Settings("http", impostor.Url)))
        {
            await host.SendAsync(SinkHarness.Purchase(1));
            await host.RunSinksAsync();
            var sink = await host.SinkAsync();
            Assert.Equal((1, 1L, 0L), (sink.GetProperty("failures").GetInt32(), sink.GetProperty("behind").GetInt64(), sink.GetProperty("dead_letters").GetInt64()));
            Assert.NotEqual("", sink.Text("error"));
        }

        await using var receiver = await Receiver.StartAsync();
        await using var next = await TurnoutHost.StartAsync(place, SinkHarness.Settings("http", receiver.Url));
        next.Clock.Advance(TimeSpan.FromMinutes(1));
        await next.RunSinksAsync();
        Assert.Equal("e-1", Assert.Single((await receiver.NextAsync()).Json.GetProperty("events").EnumerateArray()).Text("id"));
    }

    static async Task<long> BehindAsync(TurnoutHost host)
    {
        var sink = await host.SinkAsync();
        return sink.GetProperty("behind").GetInt64();
    }

    static RequestDelegate Status(int status, string text = "", params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        return context.Response.WriteAsync(text);
    };

    /// <summary>A body that nobody can read whole.</summary>
    static RequestDelegate WithoutEnd(int status) => async context =>
    {
        context.Response.StatusCode = status;
        var chunk = new byte[4_096];
        while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
    };

    /// <summary>Promises a body and hangs up in the middle of it.</summary>
    static RequestDelegate CutOff(int status) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 5_000;
        await context.Response.WriteAsync("cut off");
        await context.Response.Body.FlushAsync();
        context.Abort();
    };

    static Task HangUp(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
