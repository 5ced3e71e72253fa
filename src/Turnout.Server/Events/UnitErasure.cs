using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Turnout.Server.Events;

/// <summary>A unit whose name is to be nowhere in the log any more.</summary>
internal sealed class UnitErasure
{
    /// <summary><c>user</c>, <c>team</c>, <c>visitor</c>, or a property.</summary>
    public string Unit { get; init; } = "";

    public string Id { get; init; } = "";

    /// <summary>Of events before this position.</summary>
    public long Before { get; init; }

    /// <summary>What the names given instead are made with, in base64; thrown away with the last of the unit's own, so that they lead back to nobody.</summary>
    public string Secret { get; init; } = "";

    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The name that stands in for another: always the same one, so that a unit stays one unit.</summary>
    public byte[] NameInstead(ReadOnlySpan<byte> original) =>
        Encoding.ASCII.GetBytes("erased-" + Base64Url.EncodeToString(HMACSHA256.HashData(Convert.FromBase64String(Secret), original).AsSpan(0, 16)));

    /// <summary>Renames the unit in records side by side, of which the first lies at a position; null where none names it.</summary>
    public (byte[] Body, int Count)? Rename(ReadOnlySpan<byte> records, long first) =>
        first >= Before ? null : EventBlock.RenameUnit(records, Unit, Encoding.UTF8.GetBytes(Id), NameInstead, Before - first);
}
