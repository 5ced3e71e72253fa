using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Turnout.Client;
using Turnout.Engine;

namespace Turnout.EndToEnd.Tests;

/// <summary>
/// Whoever is asked, the SDK here or the server over HTTP, the answer is the same: values, variants, reasons, experiments. Some thousand pairs of a random
/// ruleset and a random context by default; <c>TURNOUT_PARITY_PAIRS=1000000</c> runs the long form (some minutes).
/// </summary>
public sealed class ParityTests
{
    private const int Flags = 24, PairsPerRuleset = 500;

    [Fact]
    public async Task Sdk_and_server_answer_alike_for_random_rulesets_and_contexts()
    {
        var asked = Environment.GetEnvironmentVariable("TURNOUT_PARITY_PAIRS");
        var pairs = asked is null ? 3_000 : int.Parse(asked, CultureInfo.InvariantCulture);
        var perRuleset = Math.Max(PairsPerRuleset, pairs / 100);
        await using var server = await RealServer.StartAsync();
        using var host = await ClientAsync(server);
        var flags = host.Services.GetRequiredService<Client.Flags>();
        using var http = server.Client(await server.ServerKeyAsync());

        var made = new RandomRulesets(20260601);
        var compared = 0;
        for (var round = 0; compared < pairs; round++)
        {
            await ChangeAsync(server, made, round);
            // Units of their own in each round: a unit that the server assigned keeps its variant when the flag around it changes.
            var contexts = Enumerable.Range(0, Math.Min(perRuleset, pairs - compared)).Select(i => made.Context((round * perRuleset) + i)).ToList();
            var differences = new ConcurrentQueue<string>();
            var caughtUp = await CatchUpAsync(http, flags);
            await Parallel.ForEachAsync(contexts, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (context, cancel) =>
            {
                using var answer = await http.PostAsJsonAsync("/api/v1/evaluate", new { context }, cancel);
                var theirs = await answer.Content.ReadAsStringAsync(cancel);
                using var parsed = JsonDocument.Parse(theirs);
                var own = Own(flags, context);
                using var ours = JsonDocument.Parse(own);
                foreach (var member in (string[])["version", "flags", "experiments"])
                {
                    if (parsed.RootElement.GetProperty(member).GetRawText() != ours.RootElement.GetProperty(member).GetRawText())
                        differences.Enqueue($"{JsonSerializer.Serialize(context)}\nserver {theirs}\nsdk    {own}");
                }
            });
            Assert.True(differences.IsEmpty, $"Round {round}, version {caughtUp}: {differences.Count} differences, first:\n{differences.FirstOrDefault()}");
            compared += contexts.Count;
        }

        Assert.Equal(pairs, compared);
        await host.StopAsync();
    }

    [Fact]
    public async Task Random_assignments_agree_once_they_were_asked_for()
    {
        await using var server = await RealServer.StartAsync();
        const string experiments = "/api/v1/environments/production/experiments";
        await server.PostAsync(experiments, new
        {
            key = "drawn",
            assignment = "random",
            variants = new[] { new { key = "control", weight = 1 }, new { key = "treatment", weight = 1 } },
        });
        await server.PostAsync($"{experiments}/drawn/launch", new { });
        using var host = await ClientAsync(server);
        var flags = host.Services.GetRequiredService<Client.Flags>();
        using var http = server.Client(await server.ServerKeyAsync());
        await CatchUpAsync(http, flags);
        for (var i = 0; i < 40; i++)
        {
            var user = new EvaluationContext { UserId = $"u-{i}" };
            Assert.Equal(Reason.NotAssigned, flags.Decide("drawn", user).Reason);
            if (i % 2 == 0) await flags.AssignAsync("drawn", user);
            else Assert.True(await flags.PrefetchAsync(user));
            using var answer = await http.PostAsJsonAsync("/api/v1/experiments/drawn/variant", new { context = new { user_id = $"u-{i}" } });
            var theirs = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("variant").GetString();
            Assert.NotNull(theirs);
            Assert.Equal((theirs, Reason.Sticky), (flags.Decide("drawn", user).Variant, flags.Decide("drawn", user).Reason));
        }

        await host.StopAsync();
    }

    private static async Task ChangeAsync(RealServer server, RandomRulesets made, int round)
    {
        const string root = "/api/v1/environments/production";
        var experiments = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            experiments.Add($"parity-{round}-{i}");
            await server.PostAsync($"{root}/experiments", made.Experiment(experiments[i], $"layer-{round}", i));
            if (i > 0) await server.PostAsync($"{root}/experiments/{experiments[i]}/launch", new { });
        }

        if (round == 0)
        {
            foreach (var segment in RandomRulesets.Segments) await server.PutAsync($"{root}/segments/{segment}", RandomRulesets.Segment(segment));
            await server.PutAsync($"{root}/holdout", new { percent = 5 });
        }

        // Flags are made anew: what buckets their units cannot be changed in one that is in use. Backwards, as a flag may need the one before it.
        for (var i = Flags - 1; i >= 0 && round > 0; i--) (await server.Admin.DeleteAsync($"{root}/flags/{RandomRulesets.Flag(i)}")).EnsureSuccessStatusCode();
        for (var i = 0; i < Flags; i++) await server.PutAsync($"{root}/flags/{RandomRulesets.Flag(i)}", made.FlagBody(i, experiments));
    }

    /// <summary>Waits until the SDK has the version that the server answers with.</summary>
    private static async Task<long> CatchUpAsync(HttpClient http, Client.Flags flags)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        long version;
        do
        {
            using var answer = await http.PostAsJsonAsync("/api/v1/evaluate", new { context = new { } }, patience.Token);
            version = (await answer.Content.ReadFromJsonAsync<JsonElement>(patience.Token)).GetProperty("version").GetInt64();
        }
        while (flags.Ruleset.Version != version);
        return version;
    }

    private static string Own(Client.Flags flags, Dictionary<string, object> context)
    {
        var output = new ArrayBufferWriter<byte>();
        flags.WriteAnswer(output, JsonSerializer.Deserialize<EvaluationContext>(JsonSerializer.Serialize(context))!);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static async Task<IHost> ClientAsync(RealServer server)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var key = await server.ServerKeyAsync();
        builder.Services.AddTurnout(options => (options.ServerUrl, options.Key, options.CacheFolder, options.SendExposures) = (server.Url, key, "", false));
        var host = builder.Build();
        await host.StartAsync();
        Assert.True(await host.Services.GetRequiredService<Client.Flags>().WaitUntilReadyAsync(TimeSpan.FromSeconds(20)));
        return host;
    }
}
