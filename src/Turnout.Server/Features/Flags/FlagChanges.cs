using Turnout.Engine.Bucketing;
using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Flags;

/// <summary>Decides what a request makes of a flag. Pure.</summary>
internal static class FlagChanges
{
    /// <summary>The flag as the request wants it, not yet checked against what it names.</summary>
    public static Result<Flag> Set(Flag? current, FlagRequest request, string key, DateTimeOffset now)
    {
        if (request.Key is { } named && named != key)
            return Problem.Invalid("key_mismatch", "key", $"The body names the flag '{named}', the address '{key}'.");
        if (request.Rules?.IndieTix is not null && (request.Allow ?? request.Deny ?? (object?)request.Audience) is not null)
            return Problem.Invalid("conflicting_members", "rules", "Rules of this form set 'allow', 'deny' and 'audience' themselves: leave those out.");
        if (current is not null && Fixed(current.Definition, request) is { } problem) return problem;

        var indieTix = request.Rules?.IndieTix;
        var type = request.Type ?? Engine.FlagType.Boolean;
        var salt = request.Salt ?? current?.Definition.Salt;
        return new Flag
        {
            Definition = new FlagDefinition
            {
                Key = key,
                Type = type,
                Enabled = request.Enabled ?? false,
                Variants = Flag.WithoutDefaults(type, request.Variants?.Variants ?? []),
                OffVariant = request.OffVariant,
                OnVariant = request.OnVariant,
                Unit = request.Unit ?? "user",
                Deny = request.Deny ?? indieTix?.DenyList ?? [],
                Allow = request.Allow ?? indieTix?.AllowList ?? [],
                Audience = request.Audience ?? indieTix?.Audience(),
                Rules = request.Rules?.Rules ?? [],
                Rollout = request.Rollout ?? 100,
                Algorithm = request.Algorithm ?? current?.Definition.Algorithm ?? BucketingAlgorithm.Murmur3,
                Salt = salt == key ? null : salt,
                Prerequisites = request.Prerequisites ?? [],
            },
            Description = request.Description ?? "",
            Critical = request.Critical ?? false,
            Tags = [.. (request.Tags ?? []).Distinct(StringComparer.Ordinal)],
            Revision = (current?.Revision ?? 0) + 1,
            CreatedAt = current?.CreatedAt ?? now,
            UpdatedAt = now,
        };
    }

    /// <summary>Switches the flag on or off; everything else stays.</summary>
    public static Flag Toggle(Flag current, bool enabled, DateTimeOffset now) =>
        Next(current, current.Definition with { Enabled = enabled }, now);

    /// <summary>
    /// Replaces every rule that serves the experiment by one that serves its winner. Where the winner's value is none of the flag's, the
    /// flag gets a variant for it.
    /// </summary>
    public static Flag ServeWinner(Flag current, string experiment, ArmDefinition winner, DateTimeOffset now)
    {
        var definition = current.Definition;
        var variants = Flag.VariantsOf(definition);
        var served = winner.Value is null
            ? winner.Key
            : variants.FirstOrDefault(variant => variant.Value.Equals(winner.Value))?.Key;
        if (served is null)
        {
            served = variants.Any(variant => variant.Key == winner.Key) ? $"{experiment}.{winner.Key}" : winner.Key;
            definition = definition with { Variants = [.. variants, new VariantDefinition(served, winner.Value!)] };
        }
        var serve = new ServeDefinition { Value = Engine.FlagValue.From(served) };
        return Next(current, definition with
        {
            Rules = [.. definition.Rules.Select(rule => rule.Serve.Experiment == experiment ? rule with { Serve = serve } : rule)],
        }, now);
    }

    /// <summary>Everything that is wrong with the flag.</summary>
    public static Problem? Check(Flag flag, Surroundings surroundings)
    {
        var errors = FlagCheck.Errors(flag.Definition, surroundings).ToList();
        Texts.CheckDescription(flag.Description, "description", errors);
        Texts.CheckTags(flag.Tags, errors);
        return DefinitionProblems.From(errors);
    }

    static Flag Next(Flag current, FlagDefinition definition, DateTimeOffset now) =>
        current with { Definition = definition, Revision = current.Revision + 1, UpdatedAt = now };

    static Problem? Fixed(FlagDefinition current, FlagRequest request)
    {
        var member = request.Algorithm is { } algorithm && algorithm != current.Algorithm ? "algorithm"
            : request.Salt is { } salt && salt != (current.Salt ?? current.Key) ? "salt"
            : null;
        if (member is null) return null;
        var why = $"'{member}' is fixed when the flag is made: another one would put everyone into another bucket. Make a new flag instead.";
        return Problem.Conflict($"{member}_fixed", why) with { Errors = new Dictionary<string, string[]> { [member] = [why] } };
    }
}
