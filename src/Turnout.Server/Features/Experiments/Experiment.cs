using Turnout.Engine.Definitions;

namespace Turnout.Server.Features.Experiments;

/// <summary>An experiment as one environment has it: what is evaluated, and what people say about it.</summary>
internal sealed record Experiment
{
    public required ExperimentDefinition Definition { get; init; }

    public string Key => Definition.Key;

    public ExperimentStatus Status => Definition.Status;

    public string Description { get; init; } = "";

    public string Hypothesis { get; init; } = "";

    /// <summary>The keys of its metrics; the first is the one that matters most.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>How its data become a verdict; fixed at the launch.</summary>
    public DecisionRule Decision { get; init; } = new();

    /// <summary>The variant that was named the winner; null as long as none is.</summary>
    public string? Winner { get; init; }

    /// <summary>When it is to start by itself; null when it is not to.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>When it is to stop by itself; null when it is not to.</summary>
    public DateTimeOffset? StopAt { get; init; }

    /// <summary>When it was launched.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was stopped.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Grows with every change; 0 before the first is saved.</summary>
    public long Revision { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The variant the others are compared with.</summary>
    public string Control => Definition.Control ?? Definition.Variants[0].Key;

    /// <summary>Text on the wire and in the database: <c>draft</c>, <c>running</c>, …</summary>
    public static string Wire(ExperimentStatus status) => status switch
    {
        ExperimentStatus.Draft => "draft",
        ExperimentStatus.Running => "running",
        ExperimentStatus.Paused => "paused",
        ExperimentStatus.Stopped => "stopped",
        _ => "archived",
    };
}
