using System.Globalization;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Benchmarks;

/// <summary>
/// The ruleset and users that are measured: 1,000 flags, a quarter of each kind; 10,000 users of ten values each.
/// The kinds are those that other platforms' SDKs were measured with, so the figures compare.
/// </summary>
internal static class Sample
{
    public const int Flags = 1_000, Users = 10_000;

    public static readonly string[] Kinds = ["on", "five-rules", "rollout", "experiment"];

    private static readonly string[] Countries = ["NO", "SE", "DK", "FI", "IS", "EE", "LV", "LT", "PL", "CZ"];

    /// <summary>A flag's key, as a text of its own: callers do not have the ruleset's.</summary>
    public static string Key(string kind, int number) => $"product.area-{number % 17}.{kind}-{number.ToString(CultureInfo.InvariantCulture)}";

    public static string[] Keys(string kind, int count = Flags / 4) => [.. Enumerable.Range(0, count).Select(i => Key(kind, i))];

    public static RulesetDefinition Definition(int flags = Flags)
    {
        var numbers = Enumerable.Range(0, flags / 4).ToArray();
        var definition = new RulesetDefinition
        {
            Environment = "production",
            Version = 1,
            Flags =
            [
                .. numbers.Select(i => new FlagDefinition { Key = Key("on", i), Enabled = true }),
                .. numbers.Select(FiveRules),
                .. numbers.Select(i => new FlagDefinition { Key = Key("rollout", i), Enabled = true, Rollout = 20 }),
                .. numbers.Select(i => new FlagDefinition
                {
                    Key = Key("experiment", i),
                    Enabled = true,
                    Type = FlagType.Json,
                    Variants = [new("off", FlagValue.Parse("null"))],
                    Rules = [new(null, new ServeDefinition { Experiment = "exp-" + i })],
                }),
            ],
            Experiments = [.. numbers.Select(Experiment)],
        };
        // In the order in which the server sends them.
        return definition with
        {
            Flags = [.. definition.Flags.OrderBy(flag => flag.Key, StringComparer.Ordinal)],
            Experiments = [.. definition.Experiments.OrderBy(experiment => experiment.Key, StringComparer.Ordinal)],
        };
    }

    private static FlagDefinition FiveRules(int i)
    {
        static RuleDefinition Rule(AttributeCondition condition) => new(condition, new ServeDefinition { Value = FlagValue.True });
        return new FlagDefinition
        {
            Key = Key("five-rules", i),
            Enabled = true,
            Rollout = 0,
            Rules =
            [
                Rule(new() { Attribute = "country", Op = Operator.In, Values = [.. Countries.Select(c => (AttributeValue)c)] }),
                Rule(new() { Attribute = "plan", Op = Operator.Equals, Value = "enterprise" }),
                Rule(new() { Attribute = "app_version", Op = Operator.SemverGt, Value = "9.1." + i }),
                Rule(new() { Attribute = "age", Op = Operator.Gt, Value = 100 + i }),
                Rule(new() { Attribute = "email", Op = Operator.Contains, Value = "@example" }),
            ],
        };
    }

    private static ExperimentDefinition Experiment(int i) => new()
    {
        Key = "exp-" + i,
        Status = ExperimentStatus.Running,
        Variants =
        [
            new("control", 34, FlagValue.Parse("""{"layout":"classic","columns":2}""")),
            new("wide", 33, FlagValue.Parse("""{"layout":"wide","columns":3}""")),
            new("dense", 33, FlagValue.Parse("""{"layout":"dense","columns":4}""")),
        ],
    };

    public static EvaluationContext Context(int i) => Context(
        "user-" + i.ToString("D8", CultureInfo.InvariantCulture) + "-4f1d-9a77-5be01c6d3a",
        i % 2 == 0 ? "DE" : "FR",
        i % 3 == 0 ? "pro" : "free",
        $"{i % 5}.{i % 20}.{i % 7}",
        18 + (i % 60),
        $"person{i}@example.com");

    /// <summary>A context of ten values, made the way an application would.</summary>
    public static EvaluationContext Context(string id, string country, string plan, string version, double age, string email) => new()
    {
        UserId = id,
        ["country"] = country,
        ["plan"] = plan,
        ["app_version"] = version,
        ["age"] = age,
        ["email"] = email,
        ["beta"] = true,
        ["city"] = "Berlin",
        ["role"] = "admin",
        ["sessions"] = 12,
    };
}
