using Turnout.Engine.Definitions;

namespace Turnout.Server.Features.Segments;

/// <summary>Sets a segment.</summary>
/// <param name="If">Who is in it.</param>
/// <param name="Key">As in the address, where it is given at all.</param>
/// <param name="Description">What it is for.</param>
/// <param name="CreatedAt">Ignored, like <paramref name="UpdatedAt"/>: so an answer can be changed and sent back.</param>
/// <param name="UpdatedAt">Ignored.</param>
internal sealed record SegmentRequest(
    Condition If, string? Key = null, string? Description = null, DateTimeOffset? CreatedAt = null, DateTimeOffset? UpdatedAt = null);

/// <summary>A segment.</summary>
internal sealed record SegmentBody(string Key, string Description, Condition If, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static SegmentBody Of(Segment segment) =>
        new(segment.Key, segment.Description, segment.Definition.If, segment.CreatedAt, segment.UpdatedAt);
}
