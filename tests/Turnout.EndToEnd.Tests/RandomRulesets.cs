namespace Turnout.EndToEnd.Tests;

/// <summary>Seeded flags, experiments and contexts of every kind the API takes, as it takes them.</summary>
internal sealed class RandomRulesets(int seed)
{
    private static readonly string[] Countries = ["NO", "SE", "DE", "FR", "US"];
    private static readonly string[] Plans = ["free", "pro", "enterprise"];
    private static readonly string[] Units = ["user", "team", "visitor", "device"];

    private readonly Random _random = new(seed);

    public static string Flag(int number) => $"parity.flag-{number}";

    public object Experiment(string key) => new
    {
        key,
        unit = Units[_random.Next(4)],
        assignment = "deterministic",
        algorithm = Pick("murmur3-v1", "murmur3-v1", "sha256-modulo"),
        variants = new[] { new { key = "control", weight = 1 }, new { key = "treatment", weight = 1 } },
        traffic = Pick(100, 100, 50, 7.5),
        salt = Pick(null, "salt-" + _random.Next(5)),
    };

    public object FlagBody(int number, IReadOnlyList<string> experiments) => new
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
        return context;

        void Maybe(string name, Func<object> value)
        {
            if (_random.Next(6) > 0) context[name] = value();
        }
    }

    private object Condition(int depth) => _random.Next(depth > 2 ? 8 : 11) switch
    {
        0 => new { attribute = "country", op = Pick("in", "not_in"), value = (string[])["NO", "DE"] },
        1 => new { attribute = "plan", op = Pick("equals", "not_equals"), value = Pick("pro", "PRO"), ignore_case = _random.Next(2) == 0 },
        2 => new { attribute = "age", op = Pick("gt", "gte", "lt", "lte", "equals"), value = _random.Next(90) },
        3 => new { attribute = "beta", op = "equals", value = true },
        4 => new { attribute = "app_version", op = Pick("semver_gt", "semver_gte", "semver_lt", "semver_eq"), value = $"1.{_random.Next(12)}.0" },
        5 => new { attribute = "tags", op = Pick("any_of", "all_of", "none_of"), value = (string[])["a", "c"] },
        6 => new { attribute = "visitor_id", op = Pick("contains", "starts_with", "ends_with"), value = Pick("7", "visitor-1", "ü") },
        7 => new { attribute = Pick("country", "device"), op = "exists", value = _random.Next(2) == 0 },
        8 => new { all = new[] { Condition(depth + 1), Condition(depth + 1) } },
        9 => new { any = new[] { Condition(depth + 1), Condition(depth + 1) } },
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
