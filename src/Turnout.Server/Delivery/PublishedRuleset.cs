using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Turnout.Engine;
using Turnout.Engine.Definitions;
using Turnout.Server.Features.Definitions;
using Turnout.Server.Hosting;

namespace Turnout.Server.Delivery;

/// <summary>An environment's ruleset at one version: compiled, and as the bytes that SDKs load. Immutable.</summary>
internal sealed class PublishedRuleset
{
    readonly Lazy<RulesetDocument> brotli;
    readonly Lazy<RulesetDocument> gzip;

    public PublishedRuleset(RulesetDefinition definition)
    {
        Ruleset = Ruleset.Compile(definition);
        AssignmentJson = [.. Ruleset.Experiments.Select(AssignmentStart)];
        AttributeNames = [.. definition.Flags.SelectMany(flag => flag.Rules.Select(rule => rule.If).Append(flag.Audience))
            .Concat(definition.Segments.Select(segment => segment.If)).Concat(definition.Experiments.Select(experiment => experiment.If))
            .SelectMany(References.AttributesOf).Distinct().Order(StringComparer.Ordinal)];
        HasRunningExperiments = Ruleset.Experiments.Any(experiment => experiment.Status == ExperimentStatus.Running);
        var json = definition.ToUtf8Json();
        // A hash of the content rather than the version: a restored database may count the same numbers again.
        var hash = Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16));
        Plain = new($"\"{hash}\"", null, json);
        brotli = new(() => new($"\"{hash}-br\"", "br", Compress(json, stream => new BrotliStream(stream, CompressionLevel.Optimal))));
        gzip = new(() => new($"\"{hash}-gzip\"", "gzip", Compress(json, stream => new GZipStream(stream, CompressionLevel.Optimal))));
    }

    public Ruleset Ruleset { get; }

    public long Version => Ruleset.Version;

    /// <summary>The attributes that its conditions ask for, by name.</summary>
    public IReadOnlyList<string> AttributeNames { get; }

    /// <summary>Whether any experiment can give a variant at all.</summary>
    public bool HasRunningExperiments { get; }

    /// <summary>For each of the ruleset's experiments: <c>"key":{"assignment_type":"…","control":"…","unit":"…","is_new":</c>.</summary>
    public byte[][] AssignmentJson { get; }

    /// <summary>The document as it is.</summary>
    public RulesetDocument Plain { get; }

    /// <summary>The document compressed with Brotli; made at the first use.</summary>
    public RulesetDocument Brotli => brotli.Value;

    /// <summary>The document compressed with gzip; made at the first use.</summary>
    public RulesetDocument Gzip => gzip.Value;

    /// <summary>Whether one of the entity tags of an <c>If-None-Match</c> is this document's, in whichever encoding.</summary>
    public bool Matches(string ifNoneMatch)
    {
        var hash = Plain.Tag.AsSpan(1, 32);
        foreach (var range in ifNoneMatch.AsSpan().Split(','))
        {
            var tag = ifNoneMatch.AsSpan(range).Trim();
            if (tag is "*") return true;
            if (tag.StartsWith("W/")) tag = tag[2..];
            if (tag.Length > hash.Length && tag[0] == '"' && tag[1..].StartsWith(hash, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    static byte[] AssignmentStart(RulesetExperiment experiment) =>
    [
        .. JsonSerializer.SerializeToUtf8Bytes(experiment.Key, Wire.Json),
        .. ":{\"assignment_type\":"u8,
        .. experiment.Assignment == AssignmentType.Random ? "\"random\""u8 : "\"deterministic\""u8,
        .. ",\"control\":"u8,
        .. JsonSerializer.SerializeToUtf8Bytes(experiment.Arms.Count == 0 ? null : experiment.Arms[experiment.ControlIndex].Key, Wire.Json),
        .. ",\"unit\":"u8,
        .. JsonSerializer.SerializeToUtf8Bytes(experiment.Unit, Wire.Json),
        .. ",\"is_new\":"u8,
    ];

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
