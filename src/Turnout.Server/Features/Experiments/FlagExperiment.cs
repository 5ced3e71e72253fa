using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Flags;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Experiments;

/// <summary>Asks for a flag to become an experiment.</summary>
/// <param name="Experiment">The experiment's key.</param>
/// <param name="Rule">The name or number (from 0) of the rule whose rollout or split becomes the experiment; the flag's own rollout when left out.</param>
/// <param name="Treatment">The per cent of units that get the feature, at least as many as do today; as many as today when left out. Of a rollout only.</param>
/// <param name="Description">What it is about.</param>
/// <param name="Hypothesis">What is expected.</param>
/// <param name="Metrics">Keys of metrics, the most important first.</param>
/// <param name="StopAt">When it is to stop by itself.</param>
/// <param name="Decision">How its data become a verdict.</param>
internal sealed record FlagExperimentRequest(
    string Experiment, string? Rule = null, double? Treatment = null, string? Description = null, string? Hypothesis = null, IReadOnlyList<string>? Metrics = null,
    DateTimeOffset? StopAt = null, DecisionRule? Decision = null);

/// <summary>A flag that has become an experiment.</summary>
/// <param name="Flag">The flag, whose rule serves the experiment.</param>
/// <param name="Experiment">The experiment, running.</param>
/// <param name="Treatment">The arm of those who have the feature.</param>
internal sealed record FlagExperiment(Flag Flag, Experiment Experiment, string Treatment);

/// <summary>
/// Turns a flag into an experiment whose arms are the variants that its units have today: salt, algorithm and unit are the flag's, and the arms lie on the same
/// buckets, so nobody moves unless the treatment is to grow. Pure.
/// </summary>
internal static class FlagExperiments
{
    /// <returns>Both; 409 <c>not_convertible</c> where the flag or rule has no share of units to compare; 400 <c>invalid_percentage</c> where some would lose the feature.</returns>
    public static Result<FlagExperiment> Plan(Flag flag, FlagExperimentRequest request, DateTimeOffset now)
    {
        var definition = flag.Definition;
        if (!definition.Enabled) return Refused($"The flag '{flag.Key}' is off: nobody has anything to be kept. Make an experiment and let a rule serve it.");
        if (!IndexOf(definition, request.Rule).TryGet(out var index, out var unknown)) return unknown;
        if (definition.Rules.Take(index).Any(rule => rule.If is null)) return Refused("A rule ahead of it is for everyone: nobody gets there.");
        var (off, on) = OffAndOn(definition);
        if (!Arms(definition, index, off, on, request.Treatment).TryGet(out var arms, out var problem)) return problem;

        var wanted = new ExperimentRequest
        {
            Key = request.Experiment, Description = request.Description, Hypothesis = request.Hypothesis, Metrics = request.Metrics, StopAt = request.StopAt, Decision = request.Decision,
            Unit = definition.Unit, Algorithm = definition.Algorithm, Salt = definition.Salt ?? definition.Key, Variants = arms, Control = off, If = Reaching(definition, index),
        };
        var made = ExperimentChanges.Create(wanted, now).Then(draft => ExperimentLifecycle.Launch(draft, now)).Map(experiment => experiment with { Revision = 1 });
        if (!made.TryGet(out var experiment, out problem)) return problem;
        var serve = new ServeDefinition { Experiment = request.Experiment };
        IEnumerable<RuleDefinition> rules = index < definition.Rules.Count
            ? definition.Rules.Select((rule, i) => i == index ? rule with { Serve = serve } : rule)
            : definition.Rules.Append(new RuleDefinition(null, serve));
        return new FlagExperiment(
            flag with { Definition = definition with { Rules = [.. rules] }, Revision = flag.Revision + 1, UpdatedAt = now }, experiment, on);
    }

    static Result<int> IndexOf(FlagDefinition flag, string? rule)
    {
        if (rule is null) return flag.Rules.Count;
        for (var i = 0; i < flag.Rules.Count; i++)
            if (flag.Rules[i].Name == rule) return i;
        return int.TryParse(rule, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number < flag.Rules.Count
            ? number : Problem.Invalid("unknown_rule", "rule", $"The flag has no rule '{rule}'.");
    }

    static Result<IReadOnlyList<ArmRequest>> Arms(FlagDefinition flag, int index, string off, string on, double? treatment)
    {
        var serve = index < flag.Rules.Count ? flag.Rules[index].Serve : new ServeDefinition { Rollout = flag.Rollout };
        if (serve.Split is { } split)
        {
            if (treatment is not null) return Problem.Invalid("unexpected_member", "treatment", "A split has its weights already.");
            return split.All(variant => variant.Key != off)
                ? Refused($"The split has no share for '{off}', with which the others would be compared.")
                : Result<IReadOnlyList<ArmRequest>>.Of([.. split.Select(variant => new ArmRequest { Key = variant.Key, Weight = variant.Value })]);
        }
        if (serve.Rollout is not { } rollout) return Refused("The rule serves no rollout and no split: there are no two groups to compare.");
        var share = treatment ?? rollout;
        if (share is not (> 0 and < 100))
            return treatment is null
                ? Refused($"At {rollout:0.###} % there is nobody to compare with: {(rollout > 0 ? "lower the rollout first" : "say how many are to get it ('treatment')")}.")
                : Problem.Invalid("invalid_percentage", "treatment", "'treatment' lies between 0 and 100 per cent: both arms need units.");
        if (share < rollout)
            return Problem.Invalid("invalid_percentage", "treatment", $"{rollout:0.###} % have the feature today; with less than that in the treatment some would lose it.");
        // The rollout is cut from the low end of the buckets: who has the feature comes first.
        return Result<IReadOnlyList<ArmRequest>>.Of([new ArmRequest { Key = on, Weight = share }, new ArmRequest { Key = off, Weight = 100 - share }]);
    }

    /// <summary>Who gets as far as the rule: only they take part.</summary>
    static Condition? Reaching(FlagDefinition flag, int index)
    {
        var parts = new List<Condition>();
        if (flag.Deny.Count > 0) parts.Add(NotListed(flag));
        if (flag.Audience is { } audience) parts.Add(audience);
        parts.AddRange(flag.Rules.Take(index).Select(rule => new NotCondition(rule.If!)));
        if (index < flag.Rules.Count && flag.Rules[index].If is { } condition) parts.Add(condition);
        return parts.Count switch { 0 => null, 1 => parts[0], _ => new AllCondition(parts) };
    }

    static AttributeCondition NotListed(FlagDefinition flag) => new()
    {
        Attribute = flag.Unit is "user" or "team" or "visitor" ? flag.Unit + "_id" : flag.Unit,
        Op = Operator.NotIn,
        Values = [.. flag.Deny.Select(id => (AttributeValue)id)],
    };

    // The engine's own word for what off and on are.
    static (string Off, string On) OffAndOn(FlagDefinition flag)
    {
        var plain = flag with { Enabled = true, Rules = [], Audience = null, Deny = [], Allow = [], Prerequisites = [], Rollout = 100 };
        var ruleset = Ruleset.Compile(new RulesetDefinition { Environment = "-", Version = 0, Flags = [plain] });
        return (ruleset.FindFlag(flag.Key)!.OffVariant.Key, ruleset.Evaluate(flag.Key, new EvaluationContext()).Variant!.Key);
    }

    static Problem Refused(string why) => Problem.Conflict("not_convertible", why);
}
