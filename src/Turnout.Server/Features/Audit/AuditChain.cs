using System.Security.Cryptography;
using System.Text.Json;

namespace Turnout.Server.Features.Audit;

/// <summary>
/// Ties each entry to the one before: <c>hash = SHA-256(hash before + JSON array of the entry's fields)</c>, in hexadecimal. An entry that is
/// changed, removed or slipped in breaks every hash behind it; who has written down a hash can prove that nothing before it was touched.
/// </summary>
internal static class AuditChain
{
    /// <summary>The hash before the first entry.</summary>
    public static readonly string Start = new('0', 64);

    /// <param name="before">The hash of the entry before, or <see cref="Start"/>.</param>
    /// <param name="row">The entry; its own hash and its sequence are not part of it.</param>
    public static string Next(string before, AuditRow row)
    {
        var fields = JsonSerializer.SerializeToUtf8Bytes<object?[]>(
            [before, row.Id, row.At, row.Actor, row.Kind, row.Target, row.Environment, row.RequestId, row.Metadata, row.Before, row.After]);
        return Convert.ToHexStringLower(SHA256.HashData(fields));
    }
}

/// <summary>What following the chain found.</summary>
/// <param name="Entries">How many entries were followed.</param>
/// <param name="Head">The last good hash; write it down elsewhere to notice a log that was cut short.</param>
/// <param name="BrokenAt">The id of the first entry that does not follow from the one before; null when all do.</param>
internal sealed record AuditChainReport(long Entries, string Head, string? BrokenAt)
{
    public bool Intact => BrokenAt is null;
}
