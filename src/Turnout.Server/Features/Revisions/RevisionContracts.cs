using System.Text.Json;
using System.Text.Json.Serialization;
using Turnout.Server.Features.Definitions;

namespace Turnout.Server.Features.Revisions;

/// <summary>A state that an item had.</summary>
/// <param name="Version">The version of the environment's ruleset that brought it, or of a metric its own revision; names the revision.</param>
/// <param name="Revision">The item's own revision, as its <c>ETag</c> had it.</param>
/// <param name="At">Since when.</param>
/// <param name="Actor">Who brought it.</param>
/// <param name="Removed">Whether the item was removed by it.</param>
/// <param name="Differences">What it changed, in words; left out in a list's last item, whose predecessor is on the next page.</param>
/// <param name="Item">The item's body; only where one revision is read.</param>
internal sealed record RevisionBody(
    long Version, long Revision, DateTimeOffset At, string Actor, bool Removed, IReadOnlyList<Difference> Differences,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Item = null)
{
    public static RevisionBody Of(RevisionRow row, RevisionRow? before, bool whole = false) => new(
        row.Version, row.Revision, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Actor, row.Document is null, Definitions.Differences.Of(before?.Document, row.Document),
        whole && row.Document is not null ? JsonElement.Parse(row.Document) : null);
}
