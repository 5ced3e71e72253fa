using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Turnout.Server.Features.Access;

/// <summary>SHA-256 of a key, token or session; the only form in which Turnout keeps them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct SecretHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Longer than anything that is hashed: keys, sessions and the admin token.</summary>
    public const int MaxSecretLength = 512;

    public static SecretHash Of(ReadOnlySpan<char> secret)
    {
        Span<byte> bytes = stackalloc byte[MaxSecretLength * 3];
        Span<SecretHash> hash = stackalloc SecretHash[1];
        if (secret.Length > MaxSecretLength) throw new ArgumentException("Too long to be a secret of ours.", nameof(secret));
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(secret, bytes)], MemoryMarshal.AsBytes(hash));
        return hash[0];
    }

    public static SecretHash Parse(string hexadecimal) => MemoryMarshal.Read<SecretHash>(Convert.FromHexString(hexadecimal));

    public override string ToString()
    {
        var self = this;
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<SecretHash>(in self)));
    }

    // The hash is uniform already, whoever chose the secret.
    public override int GetHashCode() => (int)A;
}

/// <summary>Makes new secrets of 256 random bits.</summary>
internal static class Secret
{
    public static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

internal enum AccessKeyKind
{
    Server,
    Client,
    Admin,
}

/// <summary>A key as it is kept: never the secret itself.</summary>
internal sealed class AccessKeyRow
{
    public string Id { get; init; } = "";

    public string? Environment { get; init; }

    public string Kind { get; init; } = "";

    public string Name { get; init; } = "";

    public string Hash { get; init; } = "";

    public string Hint { get; init; } = "";

    public string CreatedBy { get; init; } = "";

    public long CreatedAt { get; init; }
}

internal sealed class AccessSessionRow
{
    public string Hash { get; init; } = "";

    public string Actor { get; init; } = "";

    /// <summary>Null for sessions of a one-time sign-in address or an admin token.</summary>
    public string? MemberId { get; init; }

    public long ExpiresAt { get; init; }
}
