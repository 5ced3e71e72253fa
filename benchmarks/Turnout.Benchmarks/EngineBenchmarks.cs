using System.Buffers;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Turnout.Engine;
using Turnout.Engine.Bucketing;
using Turnout.Engine.Definitions;

namespace Turnout.Benchmarks;

/// <summary>What evaluation costs. Each method does its work <see cref="Many"/> times, rotating flags and users.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    public const int Many = Sample.Users;

    private readonly Ruleset _ruleset;
    private readonly Ruleset _hundred;
    private readonly byte[] _json;
    private readonly EvaluationContext[] _users;
    private readonly string[][] _keys;
    private readonly RulesetFlag[] _handles;
    private readonly RulesetFlag _sha;
    private readonly FrozenDictionary<string, object> _names;
    private readonly string[] _nameKeys;
    private readonly byte[][] _ids;
    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);

    public EngineBenchmarks()
    {
        _json = Sample.Definition().ToUtf8Json();
        _ruleset = Ruleset.Compile(RulesetDefinition.Parse(_json));
        _hundred = Ruleset.Compile(Sample.Definition(100));
        _users = [.. Enumerable.Range(0, Sample.Users).Select(Sample.Context)];
        _keys = [.. Sample.Kinds.Select(kind => Sample.Keys(kind))];
        _handles = [.. _keys[0].Select(key => _ruleset.FindFlag(key)!)];
        var sha = new FlagDefinition { Key = "sha", Enabled = true, Rollout = 20, Algorithm = BucketingAlgorithm.Sha256Percent };
        _sha = Ruleset.Compile(new RulesetDefinition { Environment = "e", Version = 1, Flags = [sha] }).FindFlag("sha")!;
        _names = _ruleset.Flags.ToFrozenDictionary(flag => new string(flag.Key), flag => (object)flag);
        _nameKeys = [.. Sample.Kinds.SelectMany(kind => Sample.Keys(kind))];
        _ids = [.. Enumerable.Range(0, Sample.Users).Select(i => Encoding.UTF8.GetBytes($"user-{i:D8}-1a2b3c4d-5e6f-7081-92a3b4"))];
    }

    public int JsonBytes => _json.Length;

    [Benchmark(Description = "F: FrozenDictionary lookup, 1,000 names", OperationsPerInvoke = Many)]
    public int Lookup()
    {
        var found = 0;
        for (var i = 0; i < Many / Sample.Flags; i++)
            foreach (var key in _nameKeys)
                if (_names.TryGetValue(key, out var value) && value is not null) found++;
        return found;
    }

    [Benchmark(Description = "M: MurmurHash3-32 of 40 bytes", OperationsPerInvoke = Many)]
    public uint Murmur()
    {
        uint sum = 0;
        foreach (var id in _ids) sum += Murmur3.Hash32(id, 17);
        return sum;
    }

    [Benchmark(Description = "S: SHA-256 of 40 bytes", OperationsPerInvoke = Many / 10)]
    public int Sha256()
    {
        Span<byte> hash = stackalloc byte[32];
        for (var i = 0; i < Many / 10; i++) SHA256.HashData(_ids[i], hash);
        return hash[0];
    }

    [Benchmark(Description = "flag on, no rules", OperationsPerInvoke = Many)]
    public int On() => Evaluate(_keys[0]);

    [Benchmark(Description = "flag on, by handle", OperationsPerInvoke = Many)]
    public int OnByHandle()
    {
        var on = 0;
        var handle = 0;
        foreach (var user in _users)
        {
            if (Ruleset.Evaluate(_handles[handle], user).Value!.Boolean) on++;
            if (++handle == _handles.Length) handle = 0;
        }

        return on;
    }

    [Benchmark(Description = "five rules, the fifth matches", OperationsPerInvoke = Many)]
    public int FiveRules() => Evaluate(_keys[1]);

    [Benchmark(Description = "20 % rollout", OperationsPerInvoke = Many)]
    public int Rollout() => Evaluate(_keys[2]);

    [Benchmark(Description = "20 % rollout by SHA-256", OperationsPerInvoke = Many / 10)]
    public int Sha256Rollout()
    {
        var on = 0;
        for (var i = 0; i < Many / 10; i++)
            if (Ruleset.Evaluate(_sha, _users[i]).Value!.Boolean) on++;
        return on;
    }

    [Benchmark(Description = "experiment of three, JSON value", OperationsPerInvoke = Many)]
    public int Experiment() => Evaluate(_keys[3]);

    [Benchmark(Description = "context from ten raw values", OperationsPerInvoke = Many)]
    public int Context()
    {
        var made = 0;
        for (var i = 0; i < Many; i++)
            if (Sample.Context("user-1", "DE", "pro", "1.2.3", i, "a@example.com").UserId is not null) made++;
        return made;
    }

    [Benchmark(Description = "100 flags to JSON", OperationsPerInvoke = Many / 100)]
    public int HundredFlags()
    {
        for (var i = 0; i < Many / 100; i++)
        {
            _output.ResetWrittenCount();
            _hundred.WriteFlags(_output, _users[i]);
        }

        return _output.WrittenCount;
    }

    [Benchmark(Description = "token scan of the ruleset's JSON", OperationsPerInvoke = 5)]
    public int Scan()
    {
        var tokens = 0;
        for (var i = 0; i < 5; i++)
        {
            var reader = new Utf8JsonReader(_json);
            while (reader.Read()) tokens++;
        }

        return tokens;
    }

    [Benchmark(Description = "load 1,000 flags: parse", OperationsPerInvoke = 5)]
    public int Parse()
    {
        var flags = 0;
        for (var i = 0; i < 5; i++) flags += RulesetDefinition.Parse(_json).Flags.Count;
        return flags;
    }

    [Benchmark(Description = "load 1,000 flags: parse by the serializer", OperationsPerInvoke = 5)]
    public int ParseBySerializer()
    {
        var flags = 0;
        for (var i = 0; i < 5; i++) flags += JsonSerializer.Deserialize(_json, DefinitionsJson.Default.RulesetDefinition)!.Flags.Count;
        return flags;
    }

    [Benchmark(Description = "load 1,000 flags: parse and compile", OperationsPerInvoke = 5)]
    public int Load()
    {
        var flags = 0;
        for (var i = 0; i < 5; i++) flags += Ruleset.Compile(RulesetDefinition.Parse(_json)).Flags.Count;
        return flags;
    }

    /// <summary>Bytes that a loaded ruleset keeps.</summary>
    public long KeptBytes()
    {
        Ruleset[] kept = [LoadOnce()];
        kept = new Ruleset[10];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < kept.Length; i++) kept[i] = LoadOnce();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        return (after - before) / kept.Length;
    }

    private Ruleset LoadOnce() => Ruleset.Compile(RulesetDefinition.Parse(_json));

    private int Evaluate(string[] keys)
    {
        var values = 0;
        var key = 0;
        // No division: it would cost as much as what is measured.
        foreach (var user in _users)
        {
            if (_ruleset.Evaluate(keys[key], user).Value is not null) values++;
            if (++key == keys.Length) key = 0;
        }

        return values;
    }
}
