using System.Globalization;
using Turnout.Engine;

namespace Turnout.Demo;

/// <summary>What the simulated people do. The same seed and the same clock give the same events, with the same ids.</summary>
internal sealed class DemoPeople(int seed, DateTimeOffset now)
{
    const int Weeks = 4;

    /// <summary>20,000 users meet the upgrade button over four weeks; the urgent one works best.</summary>
    public IEnumerable<DemoEvent> UpgradeButton(Ruleset ruleset)
    {
        var upgradeRates = new Dictionary<string, double> { ["control"] = 0.100, ["urgent"] = 0.122, ["value"] = 0.104 };
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var user = $"user-{i}";
            if (ruleset.Decide(DemoStory.UpgradeButton, new EvaluationContext { UserId = user }).Variant is not { } variant) continue;
            var seen = Past(random);
            yield return Exposure(random, seen, DemoStory.UpgradeButton, variant, user);
            if (random.NextDouble() >= upgradeRates[variant]) continue;
            var clicked = seen.AddMinutes(random.NextDouble() * 30);
            yield return New(random, clicked, "experiment_conversion", user, properties: new
            {
                experiment_slug = DemoStory.UpgradeButton,
                variant,
                assignment_type = "deterministic",
                conversion_event = "upgrade_clicked",
            });
            var price = random.Next(3) switch { 0 => 9.0, 1 => 19.0, _ => 49.0 };
            yield return New(random, clicked.AddDays(random.NextDouble() * 5), "upgrade_paid", user, price);
        }
    }

    /// <summary>The published counts, player by player: who met which gate, and who came back.</summary>
    public IEnumerable<DemoEvent> CookieCats()
    {
        var random = new Random(seed + 1);
        foreach (var (gate, players, day1, day7) in new[] { ("gate_30", 44_700, 20_034, 8_502), ("gate_40", 45_489, 20_119, 8_279) })
        {
            for (var i = 0; i < players; i++)
            {
                var player = string.Create(CultureInfo.InvariantCulture, $"{gate}-player-{i}");
                // Ten days ago at the latest, so that every window has closed.
                var installed = now.AddDays(-10 - (random.NextDouble() * 14));
                yield return Exposure(random, installed, DemoStory.CookieCats, gate, player);
                if (i < day1) yield return New(random, installed.AddDays(1), "retained_day_1", player);
                // Those who come back after a week are spread over those who came back after a day and those who did not.
                if (i >= players - day7) yield return New(random, installed.AddDays(7), "retained_day_7", player);
            }
        }
    }

    /// <summary>12,000 users split evenly, of whom the new page loses a tenth before it counts them.</summary>
    public IEnumerable<DemoEvent> CheckoutCopy(Ruleset ruleset)
    {
        var random = new Random(seed + 2);
        for (var i = 0; i < 12_000; i++)
        {
            var user = $"shopper-{i}";
            if (ruleset.Decide(DemoStory.CheckoutCopy, new EvaluationContext { UserId = user }).Variant is not { } variant) continue;
            if (variant == "short" && random.NextDouble() < 0.1) continue;
            var seen = Past(random);
            yield return Exposure(random, seen, DemoStory.CheckoutCopy, variant, user);
            if (random.NextDouble() < (variant == "short" ? 0.22 : 0.2)) yield return New(random, seen.AddHours(random.NextDouble() * 72), "order_placed", user);
        }
    }

    DateTimeOffset Past(Random random) => now.AddDays(-7 * Weeks * random.NextDouble());

    static DemoEvent Exposure(Random random, DateTimeOffset at, string experiment, string variant, string user) =>
        New(random, at, "experiment_viewed", user, properties: new
        {
            experiment_slug = experiment,
            variant,
            assignment_type = "deterministic",
            country = Pick(random, "DE", "FR", "IN", "NL", "US"),
            device = Pick(random, "desktop", "phone", "phone", "tablet"),
        });

    static DemoEvent New(Random random, DateTimeOffset at, string name, string user, double? value = null, object? properties = null) =>
        new(at, SeededId(random, at), name, user, value, properties);

    static string Pick(Random random, params ReadOnlySpan<string> options) => options[random.Next(options.Length)];

    /// <summary>A UUIDv7 of that instant whose random part comes from the generator: sending it twice counts once.</summary>
    static Guid SeededId(Random random, DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        var unixMs = at.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(unixMs >> (8 * (5 - i)));
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
