namespace Turnout.Server.Tests.Lifecycle;

/// <summary>What a call is expected to come to.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The problem's code; null for success.</param>
public readonly record struct Expected(int Status, string? Code = null)
{
    public static Expected Ok { get; } = new(200);
}

/// <summary>An experiment as the model has it.</summary>
public sealed class ModelExperiment
{
    public string Status { get; set; } = "draft";

    public double Traffic { get; set; } = 50;

    public string Description { get; set; } = "";

    public string? Winner { get; set; }

    public int Revision { get; set; } = 1;
}

/// <summary>
/// A model of flags and experiments, written from the guide and not from the code: a dictionary and a few rules. Each call answers what the server must answer and makes
/// the same change.
/// </summary>
public sealed class LifecycleModel
{
    public Dictionary<string, ModelExperiment> Experiments { get; } = [];

    /// <summary>Of each flag: its revision, whether it is on, and what its only rule serves (<c>experiment:KEY</c>, <c>value:KEY</c>, or nothing).</summary>
    public Dictionary<string, (int Revision, bool Enabled, string? Serves)> Flags { get; } = [];

    public Expected Create(string key)
    {
        if (Experiments.ContainsKey(key)) return new(409, "key_taken");
        Experiments[key] = new ModelExperiment();
        return new(201);
    }

    public Expected Move(string key, string step, int? seen)
    {
        if (Find(key, seen, out var experiment) is { } failed) return failed;
        var (from, to) = step switch
        {
            "launch" => (new[] { "draft" }, "running"),
            "pause" => (["running"], "paused"),
            "resume" => (["paused"], "running"),
            "stop" => (["running", "paused"], "stopped"),
            _ => (["stopped"], "archived"),
        };
        if (!from.Contains(experiment.Status)) return new(409, "invalid_transition");
        if (to == "archived" && IsServed(key)) return new(409, "experiment_in_use");
        experiment.Status = to;
        experiment.Revision++;
        return Expected.Ok;
    }

    public Expected Edit(string key, double traffic, string description, int? seen)
    {
        if (Find(key, seen, out var experiment) is { } failed) return failed;
        var trafficStands = traffic == experiment.Traffic || experiment.Status == "draft" || (experiment.Status is "running" or "paused" && traffic > experiment.Traffic);
        if (!trafficStands) return new(409, "not_editable");
        if (traffic == experiment.Traffic && description == experiment.Description) return Expected.Ok;
        experiment.Traffic = traffic;
        experiment.Description = description;
        experiment.Revision++;
        return Expected.Ok;
    }

    public Expected Conclude(string key, string winner, bool makeDefault, int? seen)
    {
        if (Find(key, seen, out var experiment) is { } failed) return failed;
        if (!(experiment.Status is "running" or "paused" || experiment is { Status: "stopped", Winner: null })) return new(409, "invalid_transition");
        if (winner is not ("on" or "off")) return new(400, "unknown_variant");
        experiment.Status = "stopped";
        experiment.Winner = winner;
        experiment.Revision++;
        foreach (var (flag, state) in Flags.Where(flag => makeDefault && flag.Value.Serves == "experiment:" + key).ToList())
            Flags[flag] = (state.Revision + 1, state.Enabled, "value:" + winner);
        return Expected.Ok;
    }

    public Expected Delete(string key, int? seen)
    {
        if (Find(key, seen, out _) is { } failed) return failed;
        if (IsServed(key)) return new(409, "experiment_in_use");
        Experiments.Remove(key);
        return new(204);
    }

    public Expected Set(string key, bool enabled, string? experiment, bool force, int? seen)
    {
        var exists = Flags.TryGetValue(key, out var current);
        if (seen is not null && (!exists || current.Revision != seen)) return new(412, "precondition_failed");
        if (experiment is not null && !Experiments.ContainsKey(experiment)) return new(400, "unknown_experiment");
        var serves = experiment is null ? null : "experiment:" + experiment;
        if (exists && current.Enabled == enabled && current.Serves == serves) return Expected.Ok;
        if (exists && !force && current.Enabled && enabled && current.Serves != serves && IsLive(current.Serves)) return new(409, "would_spoil_experiment");
        Flags[key] = (exists ? current.Revision + 1 : 1, enabled, serves);
        return exists ? Expected.Ok : new(201);
    }

    public Expected Toggle(string key, bool enabled, int? seen)
    {
        if (!Flags.TryGetValue(key, out var current)) return new(404, "unknown_flag");
        if (seen is not null && current.Revision != seen) return new(412, "precondition_failed");
        if (current.Enabled != enabled) Flags[key] = (current.Revision + 1, enabled, current.Serves);
        return Expected.Ok;
    }

    Expected? Find(string key, int? seen, out ModelExperiment experiment)
    {
        if (!Experiments.TryGetValue(key, out experiment!)) return new(404, "unknown_experiment");
        return seen is not null && experiment.Revision != seen ? new(412, "precondition_failed") : null;
    }

    bool IsServed(string experiment) => Flags.Values.Any(flag => flag.Serves == "experiment:" + experiment);

    bool IsLive(string? serves) =>
        serves is not null && serves.StartsWith("experiment:", StringComparison.Ordinal) && Experiments.GetValueOrDefault(serves["experiment:".Length..])?.Status is "running" or "paused";
}
