namespace Turnout.EndToEnd.Tests;

/// <summary>Seeded flags, experiments and contexts of every kind the API takes, as it takes them.</summary>
internal sealed class RandomRulesets(int seed)
{
    private static readonly string[] Countries = ["NO", "SE", "DE", "FR", "US"];
    private static readonly string[] Plans = ["free", "pro", "enterprise"];
    private static readonly string[] Units = ["user", "team", "visitor", "device"];

    private readonly Random _random = new(seed);
    private (string Flag, string Variant) _last;

    public static string Flag(int number) => $"parity.flag-{number}";

    /// <summary>The segments that conditions name; the second holds the first.</summary>
    public static IReadOnlyList<string> Segments { get; } = ["parity-young", "parity-nordic-or-young"];

    public static object Segment(string key) => new
    {
        key,
        @if = key == Segments[0]
            ? (object)new { attribute = "age", op = "lt", value = 30 }
            : new { any = new object[] { new { segment = Segments[0] }, new { attribute = "country", op = "in", value = (string[])["NO", "SE"] } } },
    };

    /// <summary>An experiment; some are for consenting units, for some of the units, or share a layer with others of their round.</summary>
    public object Experiment(string key, string layer, int number) => new
    {
        key,
        sensitive = _random.Next(4) == 0,
        layer = _random.Next(3) == 0 ? new { key = layer, from = number * 2_500, to = (number + 1) * 2_500 } : null,
        @if = _random.Next(3) == 0 ? Condition(1) : null,
        unit = Units[_random.Next(4)],
        assignment = "deterministic",
        algorithm = Pick("murmur3-v1", "murmur3-v1", "sha256-modulo"),
        variants = new[] { new { key = "control", weight = 1 }, new { key = "treatment", weight = 1 } },
        traffic = Pick(100, 100, 50, 7.5),
        salt = Pick(null, "salt-" + _random.Next(5)),
    };

    public object FlagBody(int number, IReadOnlyList<string> experiments)
    {
        var kind = _random.Next(5);
        var body = kind switch
        {
            0 => new
            {
                key = Flag(number),
                enabled = _random.Next(10) > 0,
                rollout = Pick(100, 20, 0),
                algorithm = Pick("murmur3-v1", "sha256-percent"),
                prerequisites = Prerequisites(number),
            },
            1 => new
            {
                key = Flag(number),
                type = "json",
                enabled = true,
                variants = new object[] { new { key = "control", value = new { columns = 2, wide = false } }, new { key = "treatment", value = (double[])[1.5, 1e300] } },
                rollout = Pick(50, 100),
                salt = Pick("shared", "other"),
                prerequisites = Prerequisites(number),
            },
            2 => new
            {
                key = Flag(number),
                type = "number",
                enabled = true,
                variants = new[] { new { key = "control", value = 20.0 }, new { key = "treatment", value = 0.1 } },
                rules = new[] { new { @if = Condition(0), serve = new { split = new { control = 3, treatment = 1 } } } },
            },
            _ => TextFlag(number, experiments),
        };
        _last = (Flag(number), kind == 0 ? "on" : "treatment");
        return body;
    }

    private object TextFlag(int number, IReadOnlyList<string> experiments) => new
    {
        key = Flag(number),
        type = "string",
        enabled = _random.Next(10) > 0,
        unit = Units[_random.Next(4)],
        variants = new[] { new { key = "control", value = "c" }, new { key = "treatment", value = "t" }, new { key = "third", value = "é \"3\" </>" } },
        off_variant = "control",
        rollout = Pick(100, 0, 20, 33.333, 99.999),
        deny = Some(() => "user-" + _random.Next(50)),
        allow = Some(() => "user-" + _random.Next(50)),
        audience = _random.Next(4) == 0 ? Condition(0) : null,
        rules = Enumerable.Range(0, _random.Next(4)).Select(_ => new { @if = Condition(0), serve = Serve(experiments) }).ToArray(),
    };

    public Dictionary<string, object> Context(int number)
    {
        var context = new Dictionary<string, object>();
        Maybe("user_id", () => $"user-{number}");
        Maybe("team_id", () => $"team-{number % 97}");
        Maybe("visitor_id", () => $"visitor-{number}-ü\U0001F600");
        Maybe("device", () => number);
        Maybe("country", () => Countries[_random.Next(5)]);
        Maybe("plan", () => Plans[_random.Next(3)]);
        Maybe("age", () => _random.Next(90) + (_random.Next(2) * 0.5));
        Maybe("beta", () => _random.Next(2) == 0);
        Maybe("app_version", () => $"{_random.Next(3)}.{_random.Next(12)}.{_random.Next(5)}{Pick("", "-rc.1", "+build")}");
        Maybe("tags", () => Some(() => Pick("a", "b", "c")));
        Maybe("signed_up", () => $"202{_random.Next(7)}-0{_random.Next(9) + 1}-15T12:00:00{Pick("Z", "+02:00")}");
        Maybe("consent", () => _random.Next(2) == 0);
        return context;

        void Maybe(string name, Func<object> value)
        {
            if (_random.Next(6) > 0) context[name] = value();
        }
    }

    // Of the flag made before this one in the round.
    private object[] Prerequisites(int number) =>
        number > 0 && _random.Next(2) == 0 ? [new { flag = _last.Flag, variants = (string[])[_last.Variant] }] : [];

    private object Condition(int depth) => _random.Next(depth > 2 ? 11 : 14) switch
    {
        0 => new { attribute = "country", op = Pick("in", "not_in"), value = (string[])["NO", "DE"] },
        1 => new { attribute = "plan", op = Pick("equals", "not_equals"), value = Pick("pro", "PRO"), ignore_case = _random.Next(2) == 0 },
        2 => new { attribute = "age", op = Pick("gt", "gte", "lt", "lte", "equals"), value = _random.Next(90) },
        3 => new { attribute = "beta", op = "equals", value = true },
        4 => new { attribute = "app_version", op = Pick("semver_gt", "semver_gte", "semver_lt", "semver_eq"), value = $"1.{_random.Next(12)}.0" },
        5 => new { attribute = "tags", op = Pick("any_of", "all_of", "none_of"), value = (string[])["a", "c"] },
        6 => new { attribute = "visitor_id", op = Pick("contains", "starts_with", "ends_with"), value = Pick("7", "visitor-1", "ü") },
        7 => new { attribute = Pick("country", "device"), op = "exists", value = _random.Next(2) == 0 },
        8 => new { attribute = "signed_up", op = Pick("before", "after"), value = "2023-06-01" },
        9 => new { attribute = Pick("user_id", "app_version"), op = "matches", value = Pick("[02468]$", "^user-1.*", @"\.1[01]\.") },
        10 => new { segment = Segments[_random.Next(2)] },
        11 => new { all = new[] { Condition(depth + 1), Condition(depth + 1) } },
        12 => new { any = new[] { Condition(depth + 1), Condition(depth + 1) } },
        _ => new { not = Condition(depth + 1) },
    };

    private object Serve(IReadOnlyList<string> experiments) => _random.Next(4) switch
    {
        0 => Pick("control", "treatment", "third"),
        1 => new { rollout = Pick(10, 50, 90) },
        2 => new { split = new { control = 1, treatment = 2, third = _random.Next(2) } },
        _ => new { experiment = experiments[_random.Next(experiments.Count)] },
    };

    private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];

    private string[] Some(Func<string> make) => [.. Enumerable.Range(0, _random.Next(3)).Select(_ => make()).Distinct()];
}
