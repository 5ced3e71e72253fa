using System.Globalization;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using Turnout.Client;
using Turnout.Client.Delivery;
using Turnout.Client.Registry;
using Turnout.Client.Telemetry;
using Turnout.Engine;
using Turnout.Engine.Definitions;

namespace Turnout.Benchmarks;

/// <summary>The same through the .NET client's public calls, with exposures recorded and already seen, next to Microsoft.FeatureManagement.</summary>
internal sealed class SdkBenchmarks
{
    public const int Many = Sample.Users;

    private const int Few = 100;

    private static readonly string[] Groups = ["group-5"];

    private readonly Flags _flags;
    private readonly Flags _traced;
    private readonly Flag<bool>[] _handles;
    private readonly EvaluationContext[] _users = [.. Enumerable.Range(0, Sample.Users).Select(Sample.Context)];
    // A hundred of them over and over, which stay in the processor's own cache, as the context of a request does: what is then measured is the work.
    private readonly EvaluationContext[] _few;
    private readonly string[][] _keys = [.. Sample.Kinds.Select(kind => Sample.Keys(kind))];
    private readonly Layout _fallback = new("none", 0);
    private readonly RulesetState _state;
    private readonly RulesetDefinition[] _versions;
    private readonly byte[] _json;
    private readonly DefaultHttpContext _request = new();
    private readonly Client.AspNetCore.RequestContextReader _reader;
    private readonly IVariantFeatureManager _ours;
    private readonly IVariantFeatureManager _microsoft;
    private readonly TargetingContext[] _targets;
    private int _version;
    private int _target;
    private int _fewTarget;

    public SdkBenchmarks()
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, Sample.Definition().ToUtf8Json());
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        // The background work is never started: nothing is asked of this address.
        services.AddTurnoutFeatureManagement(options =>
            (options.ServerUrl, options.Key, options.CacheFolder, options.BootstrapFile) = (new Uri("http://127.0.0.1:9"), "none", "", file));
        var provider = services.BuildServiceProvider();
        _flags = provider.GetRequiredService<Flags>();
        _traced = Traced(file);
        File.Delete(file);
        _state = provider.GetRequiredService<RulesetState>();
        _ours = provider.GetRequiredService<IVariantFeatureManager>();
        _handles = [.. _keys[0].Select(key => _flags.Handle(key, false))];
        var before = Sample.Definition();
        var after = before with { Flags = [.. before.Flags.Select((flag, i) => i == 500 ? flag with { Enabled = false } : flag)] };
        _json = before.ToUtf8Json();
        _versions = [RulesetDefinition.Parse(_json), RulesetDefinition.Parse(after.ToUtf8Json())];
        _reader = provider.GetRequiredService<Client.AspNetCore.RequestContextReader>();
        _request.Request.Headers.Cookie = "theme=dark; session=0123456789abcdef0123456789abcdef; turnout_visitor=0123456789abcdef0123456789abcdef";
        _request.User = new ClaimsPrincipal(new ClaimsIdentity([new("iss", "https://id.example.com"), new("sub", "user-17"), new("team_id", "team-3"), new("email", "a@example.com")], "test"));

        _few = [.. _users.Select((_, i) => _users[i % Few])];
        _targets = [.. _users.Select(user => new TargetingContext { UserId = user.UserId, Groups = Groups })];
        _microsoft = Microsoft();
    }

    private sealed record Layout(string Name, int Columns);

    public int On() => Enabled(_keys[0], _users);

    /// <summary>The evaluation alone, with nothing recorded and nobody told.</summary>
    public int OnBare()
    {
        var found = 0;
        for (var i = 0; i < Many; i++) found += _flags.Evaluate(_keys[0][i % _keys[0].Length], _users[i]).Variant!.Value.Boolean ? 1 : 0;
        return found;
    }

    /// <summary>While something listens to the client's counter of evaluations, as an exporter of metrics does.</summary>
    public int OnCounted()
    {
        using var listener = new MeterListener();
        var counted = 0L;
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == ClientMeter.Name) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => counted += value);
        listener.Start();
        On();
        return (int)counted;
    }

    /// <summary>With evaluations as events of the current activity, a hundred for each.</summary>
    public int OnTraced()
    {
        using var activity = new Activity("request") { IsAllDataRequested = true };
        activity.Start();
        var found = 0;
        for (var i = 0; i < Many / 100; i++) found += _traced.IsEnabled(_keys[0][i % _keys[0].Length], _users[i]) ? 1 : 0;
        return found;
    }

    public int OnByHandle()
    {
        var found = 0;
        var handle = 0;
        foreach (var user in _users)
        {
            found += _handles[handle].Get(user) ? 1 : 0;
            if (++handle == _handles.Length) handle = 0;
        }

        return found;
    }

    public int FiveRules() => Enabled(_keys[1], _users);

    public int FiveRulesAtHand() => Enabled(_keys[1], _few);

    public int Rollout() => Enabled(_keys[2], _users);

    public int Experiment()
    {
        var found = 0;
        foreach (var user in _users) found += _flags.GetVariant("exp-1", user)!.Length;
        return found;
    }

    public int ExperimentJson()
    {
        var found = 0;
        var key = 0;
        foreach (var user in _users)
        {
            found += _flags.Get(_keys[3][key], user, _fallback).Columns;
            if (++key == _keys[3].Length) key = 0;
        }

        return found;
    }

    public int RequestContext()
    {
        var found = 0;
        for (var i = 0; i < Many; i++) found += _reader.Read(_request).UserId!.Length;
        return found;
    }

    /// <summary>A change of one flag among 1,000 taken into use: compiled and swapped.</summary>
    public int Apply()
    {
        _state.Use(_versions[_version++ % 2], RulesetOrigin.Server);
        return _version;
    }

    /// <summary>The same where nothing stays: compiled.</summary>
    public int Compile() => Ruleset.Compile(_versions[0]).Flags.Count;

    /// <summary>What comes before both: the document read.</summary>
    public int Parse() => RulesetDefinition.Parse(_json).Flags.Count;

    public int OursPlain() => Plain(_ours, _keys[0]);

    /// <summary>The interface that Microsoft's code calls, on Turnout, with the rules that Microsoft's are compared with.</summary>
    public int OursRules()
    {
        var found = 0;
        var key = 0;
        foreach (var user in _users)
        {
            found += Now(_ours.IsEnabledAsync(_keys[1][key], user)) ? 1 : 0;
            if (++key == _keys[1].Length) key = 0;
        }

        return found;
    }

    public int MicrosoftPlain() => Plain(_microsoft, _keys[0]);

    /// <summary>Bytes that the ruleset in use keeps, in the client.</summary>
    public long KeptBytes()
    {
        var kept = new RulesetState[10];
        Fill(kept);
        Array.Clear(kept);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Fill(kept);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        return (after - before) / kept.Length;
    }

    private void Fill(RulesetState[] states)
    {
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = new RulesetState(new ExperimentRegistry(), TimeProvider.System);
            states[i].Use(RulesetDefinition.Parse(_json), RulesetOrigin.Server);
        }
    }

    /// <summary>A tenth of the others' users at a time, all of them in turn: it takes that long.</summary>
    public int MicrosoftRules() => Rules(ref _target, _targets.Length);

    public int MicrosoftRulesAtHand() => Rules(ref _fewTarget, Few);

    private int Rules(ref int target, int targets)
    {
        var found = 0;
        for (var i = 0; i < Many / 10; i++)
        {
            found += Now(_microsoft.IsEnabledAsync(_keys[1][i % _keys[1].Length], _targets[target])) ? 1 : 0;
            if (++target == targets) target = 0;
        }

        return found;
    }

    private int Enabled(string[] keys, EvaluationContext[] users)
    {
        var found = 0;
        var key = 0;
        // No division: it would cost as much as what is measured.
        foreach (var user in users)
        {
            found += _flags.IsEnabled(keys[key], user) ? 1 : 0;
            if (++key == keys.Length) key = 0;
        }

        return found;
    }

    private static Flags Traced(string file)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddTurnout(options =>
            (options.ServerUrl, options.Key, options.CacheFolder, options.BootstrapFile, options.TraceEvaluations) = (new Uri("http://127.0.0.1:9"), "none", "", file, true));
        return services.BuildServiceProvider().GetRequiredService<Flags>();
    }

    private static int Plain(IVariantFeatureManager manager, string[] keys)
    {
        var found = 0;
        for (var i = 0; i < Many; i++) found += Now(manager.IsEnabledAsync(keys[i % keys.Length])) ? 1 : 0;
        return found;
    }

    // Both managers answer at once: there is nothing to wait for.
    private static T Now<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();

    /// <summary>
    /// Microsoft's own over configuration, with the same 1,000 features and users as ours: plain ones; five targeting filters of which the fifth matches (it has no
    /// rules over attributes); a fifth of the users; three variants.
    /// </summary>
    private IVariantFeatureManager Microsoft()
    {
        var settings = new Dictionary<string, string?>();
        var count = 0;
        foreach (var key in _keys[0]) Feature(key);
        foreach (var key in _keys[1])
        {
            var feature = Feature(key);
            for (var filter = 0; filter < 5; filter++)
            {
                var at = $"{feature}:conditions:client_filters:{filter}";
                settings[at + ":name"] = "Microsoft.Targeting";
                settings[at + ":parameters:Audience:Groups:0:Name"] = "group-" + (filter + 1);
                settings[at + ":parameters:Audience:Groups:0:RolloutPercentage"] = "100";
                settings[at + ":parameters:Audience:DefaultRolloutPercentage"] = "0";
            }
        }

        foreach (var key in _keys[2])
        {
            var at = Feature(key) + ":conditions:client_filters:0";
            settings[at + ":name"] = "Microsoft.Targeting";
            settings[at + ":parameters:Audience:DefaultRolloutPercentage"] = "20";
        }

        foreach (var key in _keys[3])
        {
            var feature = Feature(key);
            for (var variant = 0; variant < 3; variant++)
            {
                settings[$"{feature}:variants:{variant}:name"] = "variant-" + variant;
                settings[$"{feature}:variants:{variant}:configuration_value:columns"] = (variant + 2).ToString(CultureInfo.InvariantCulture);
                settings[$"{feature}:allocation:percentile:{variant}:variant"] = "variant-" + variant;
                settings[$"{feature}:allocation:percentile:{variant}:from"] = (variant * 33).ToString(CultureInfo.InvariantCulture);
                settings[$"{feature}:allocation:percentile:{variant}:to"] = variant == 2 ? "100" : ((variant + 1) * 33).ToString(CultureInfo.InvariantCulture);
            }
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddFeatureManagement();
        return services.BuildServiceProvider().GetRequiredService<IVariantFeatureManager>();

        string Feature(string key)
        {
            var feature = $"feature_management:feature_flags:{count++}";
            settings[feature + ":id"] = key;
            settings[feature + ":enabled"] = "true";
            return feature;
        }
    }
}
