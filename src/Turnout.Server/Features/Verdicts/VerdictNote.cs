using System.Text.Json;
using Turnout.Server.Analysis;
using Turnout.Server.Analysis.Decisions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Verdicts;

/// <summary>What an experiment's results came to when they were last computed.</summary>
/// <param name="Variants">The treatments that have the verdict.</param>
/// <param name="AsOf">When it was counted.</param>
/// <param name="Position">How far the event log had come.</param>
/// <param name="Revision">The experiment's, whose metrics were counted.</param>
internal sealed record VerdictNote(Verdict Verdict, IReadOnlyList<string> Variants, DateTimeOffset AsOf, long Position, long Revision)
{
    public static VerdictNote Of(Counted counted, ExperimentOutcome outcome) => new(
        outcome.Verdict, [.. outcome.Variants.Where(variant => variant.Verdict == outcome.Verdict).Select(variant => variant.Variant)], counted.AsOf, counted.Position, counted.Experiment.Revision);

    /// <summary>Whether both say the same, whenever they were counted.</summary>
    public bool Says(VerdictNote other) => Verdict == other.Verdict && Revision == other.Revision && Variants.SequenceEqual(other.Variants);
}

/// <summary>What an experiment's results came to when they were last computed: within minutes while it runs, and whenever someone looks at its results.</summary>
/// <param name="Verdict"><c>win</c>, <c>loss</c>, <c>no_difference_shown</c>, <c>not_enough_data</c> or <c>unhealthy</c>.</param>
/// <param name="Variants">The treatments that have it.</param>
/// <param name="AsOf">When it was counted.</param>
internal sealed record VerdictNoteBody(Verdict Verdict, IReadOnlyList<string> Variants, DateTimeOffset AsOf);

internal sealed class VerdictRow
{
    public string Experiment { get; init; } = "";

    public string Verdict { get; init; } = "";

    public string Variants { get; init; } = "[]";

    public long AsOf { get; init; }

    public VerdictNoteBody ToBody() => new(
        JsonSerializer.Deserialize<Verdict>($"\"{Verdict}\"", Wire.Json), JsonSerializer.Deserialize<string[]>(Variants, Wire.Json)!, DateTimeOffset.FromUnixTimeMilliseconds(AsOf));
}
