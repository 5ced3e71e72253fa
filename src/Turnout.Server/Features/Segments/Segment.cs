using Turnout.Engine.Definitions;

namespace Turnout.Server.Features.Segments;

/// <summary>A named condition that flags, experiments and other segments of the environment may use.</summary>
internal sealed record Segment
{
    public required SegmentDefinition Definition { get; init; }

    public string Key => Definition.Key;

    public string Description { get; init; } = "";

    public long Revision { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
