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

    /// <summary>An operator's, with every right.</summary>
    Admin,

    /// <summary>A member's own token.</summary>
    Personal,

    /// <summary>A program's token, of no member.</summary>
    Service,
}

/// <summary>What a key is to be.</summary>
internal sealed record KeyDraft(AccessKeyKind Kind, string Name, string? Environment)
{
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Of a token; null for keys.</summary>
    public Right? Scopes { get; init; }

    /// <summary>Whose personal token it is.</summary>
    public string? MemberId { get; init; }

    /// <summary>The pages that may use a client key; null: any.</summary>
    public IReadOnlyList<string>? Origins { get; init; }
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

    public long? ExpiresAt { get; init; }

    /// <summary>The names of a token's rights, with spaces between; null for keys.</summary>
    public string? Scopes { get; init; }

    public string? MemberId { get; init; }

    /// <summary>With spaces between; null: any.</summary>
    public string? Origins { get; init; }

    /// <summary>The key whose place it takes.</summary>
    public string? Replaces { get; init; }

    public long? LastUsedAt { get; init; }

    /// <summary>Of a token; <see cref="Right.None"/> for keys.</summary>
    public Right Rights() => Scopes is null ? Right.None : Access.Rights.Read(Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)) ?? Right.None;
}

internal sealed class AccessSessionRow
{
    public string Hash { get; init; } = "";

    public string Actor { get; init; } = "";

    /// <summary>Null for sessions of a one-time sign-in address or an admin token.</summary>
    public string? MemberId { get; init; }

    public long ExpiresAt { get; init; }
}
