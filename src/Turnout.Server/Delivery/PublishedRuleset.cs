using System.IO.Compression;
using System.Security.Cryptography;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Server.Delivery;

/// <summary>An environment's ruleset at one version: compiled, and as the bytes that SDKs load. Immutable.</summary>
internal sealed class PublishedRuleset
{
    readonly Lazy<RulesetDocument> brotli;
    readonly Lazy<RulesetDocument> gzip;

    public PublishedRuleset(RulesetDefinition definition)
    {
        Ruleset = Ruleset.Compile(definition);
        var json = definition.ToUtf8Json();
        // A hash of the content rather than the version: a restored database may count the same numbers again.
        var tag = Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16));
        Plain = new($"\"{tag}\"", null, json);
        brotli = new(() => new($"\"{tag}-br\"", "br", Compress(json, stream => new BrotliStream(stream, CompressionLevel.Optimal))));
        gzip = new(() => new($"\"{tag}-gzip\"", "gzip", Compress(json, stream => new GZipStream(stream, CompressionLevel.Optimal))));
        IsKnownTag = candidate => candidate.Length >= tag.Length + 2 && candidate.AsSpan(candidate[0] == 'W' ? 3 : 1).StartsWith(tag);
    }

    public Ruleset Ruleset { get; }

    public long Version => Ruleset.Version;

    /// <summary>The document as it is.</summary>
    public RulesetDocument Plain { get; }

    /// <summary>The document compressed with Brotli; made at the first use.</summary>
    public RulesetDocument Brotli => brotli.Value;

    /// <summary>The document compressed with gzip; made at the first use.</summary>
    public RulesetDocument Gzip => gzip.Value;

    /// <summary>Whether an entity tag is one of this document's, in whichever encoding.</summary>
    public Func<string, bool> IsKnownTag { get; }

    static byte[] Compress(byte[] bytes, Func<Stream, Stream> open)
    {
        using var buffer = new MemoryStream();
        using (var compressor = open(buffer)) compressor.Write(bytes);
        return buffer.ToArray();
    }
}

/// <summary>One encoding of a ruleset.</summary>
/// <param name="Tag">Its strong entity tag, with quotes.</param>
/// <param name="Encoding">The content encoding; null for none.</param>
/// <param name="Bytes">The bytes.</param>
internal sealed record RulesetDocument(string Tag, string? Encoding, byte[] Bytes);
