using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;

namespace Turnout.Server.Features.Access;

/// <summary>A public key of an issuer's JSON Web Key Set (RFC 7517). Immutable, thread-safe.</summary>
internal sealed class WebKey
{
    const int LeastRsaBytes = 256;

    static readonly FrozenDictionary<string, (HashAlgorithmName Hash, RSASignaturePadding? Padding, string? Curve)> Known =
        new Dictionary<string, (HashAlgorithmName, RSASignaturePadding?, string?)>
        {
            ["RS256"] = (HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, null),
            ["RS384"] = (HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1, null),
            ["RS512"] = (HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1, null),
            ["PS256"] = (HashAlgorithmName.SHA256, RSASignaturePadding.Pss, null),
            ["PS384"] = (HashAlgorithmName.SHA384, RSASignaturePadding.Pss, null),
            ["PS512"] = (HashAlgorithmName.SHA512, RSASignaturePadding.Pss, null),
            ["ES256"] = (HashAlgorithmName.SHA256, null, "P-256"),
            ["ES384"] = (HashAlgorithmName.SHA384, null, "P-384"),
            ["ES512"] = (HashAlgorithmName.SHA512, null, "P-521"),
        }.ToFrozenDictionary();

    readonly RSAParameters rsa;
    readonly ECParameters elliptic;
    readonly string? curve;
    readonly string? algorithm;

    WebKey(string? id, string? algorithm, RSAParameters rsa, ECParameters elliptic, string? curve)
    {
        Id = id;
        this.algorithm = algorithm;
        this.rsa = rsa;
        this.elliptic = elliptic;
        this.curve = curve;
    }

    /// <summary>The names of the algorithms that can be pinned.</summary>
    public static IReadOnlyList<string> Algorithms => Known.Keys;

    public string? Id { get; }

    /// <summary>The keys of a set that can check signatures; others are passed over, as the RFC asks.</summary>
    /// <exception cref="JsonException">It is no key set.</exception>
    public static List<WebKey> ReadSet(JsonElement set)
    {
        if (set.ValueKind != JsonValueKind.Object || !set.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            throw new JsonException("It has no list of keys.");
        return [.. keys.EnumerateArray().Select(Read).OfType<WebKey>()];
    }

    /// <summary>Whether a signature is this key's, made with that algorithm.</summary>
    public bool Verify(string name, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if ((algorithm is not null && algorithm != name) || !Known.TryGetValue(name, out var how) || how.Curve != curve) return false;
        try
        {
            if (how.Padding is { } padding)
            {
                using var key = RSA.Create(rsa);
                return key.VerifyData(signed, signature, how.Hash, padding);
            }
            using var ec = ECDsa.Create(elliptic);
            return ec.VerifyData(signed, signature, how.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            // What is no point of its curve, or no modulus, is no key.
            return false;
        }
    }

    static WebKey? Read(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || WebToken.Text(key, "use") is not (null or "sig")) return null;
        var (id, algorithm) = (WebToken.Text(key, "kid"), WebToken.Text(key, "alg"));
        switch (WebToken.Text(key, "kty"))
        {
            case "RSA" when Bytes(key, "n") is { Length: >= LeastRsaBytes } modulus && Bytes(key, "e") is { Length: > 0 } exponent:
                return new WebKey(id, algorithm, new RSAParameters { Modulus = modulus, Exponent = exponent }, default, null);
            case "EC" when Bytes(key, "x") is { } x && Bytes(key, "y") is { } y && WebToken.Text(key, "crv") is { } curve && CurveOf(curve) is { } named:
                return new WebKey(id, algorithm, default, new ECParameters { Curve = named, Q = new ECPoint { X = x, Y = y } }, curve);
            default:
                return null;
        }
    }

    static ECCurve? CurveOf(string name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => null,
    };

    static byte[]? Bytes(JsonElement key, string name) => WebToken.Text(key, name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
