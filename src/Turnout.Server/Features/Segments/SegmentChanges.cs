using Turnout.Engine.Checks;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Segments;

/// <summary>Decides what a request makes of a segment. Pure.</summary>
internal static class SegmentChanges
{
    /// <param name="current">The segment as it is; null when it is new.</param>
    /// <param name="request">What is wanted of it.</param>
    /// <param name="key">Its key.</param>
    /// <param name="exists">Tells whether a segment of that key exists.</param>
    /// <param name="uses">Which segments each segment names, as saved.</param>
    /// <param name="now">The time of the change.</param>
    public static Result<Segment> Set(
        Segment? current, SegmentRequest request, string key, Func<string, bool> exists, ILookup<string, string> uses, DateTimeOffset now)
    {
        if (request.Key is { } named && named != key)
            return Problem.Invalid("key_mismatch", "key", $"The body names the segment '{named}', the address '{key}'.");
        var errors = ConditionCheck.Errors(request.If, "if", exists).ToList();
        Texts.CheckDescription(request.Description ?? "", "description", errors);
        if (Reaches(References.Of(request.If).Select(item => item.Key), key, uses))
            errors.Add(new("if", "circular_segments", "The segment would contain itself."));
        if (DefinitionProblems.From(errors) is { } problem) return problem;
        return new Segment
        {
            Definition = new SegmentDefinition(key, request.If),
            Description = request.Description ?? "",
            Revision = (current?.Revision ?? 0) + 1,
            CreatedAt = current?.CreatedAt ?? now,
            UpdatedAt = now,
        };
    }

    static bool Reaches(IEnumerable<string> from, string key, ILookup<string, string> uses)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(from);
        while (open.TryPop(out var segment))
        {
            if (segment == key) return true;
            if (!seen.Add(segment)) continue;
            foreach (var next in uses[segment]) open.Push(next);
        }
        return false;
    }
}
