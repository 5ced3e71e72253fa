using Spectre.Console;

namespace Turnout.Demo;

/// <summary>Loads and removes the demo.</summary>
internal sealed class DemoLoader(DemoApi api, DemoPeople people)
{
    const int Batch = 1000;

    public async Task<bool> IsLoadedAsync(CancellationToken cancellation)
    {
        foreach (var experiment in DemoStory.Experiments)
            if (await api.ExistsAsync($"experiments/{experiment}", cancellation)) return true;
        return false;
    }

    public async Task LoadAsync(ProgressContext progress, CancellationToken cancellation)
    {
        await DefineAsync(progress.AddTask("Flags, segments, metrics, experiments", maxValue: DemoStory.Definitions.Length + 4), cancellation);
        var ruleset = await api.RulesetAsync(cancellation);
        await SendAsync(progress, "upgrade-button: 20,000 users, four weeks", people.UpgradeButton(ruleset), cancellation);
        await SendAsync(progress, "cookie-cats: 90,189 players, as published", people.CookieCats(), cancellation);
        await SendAsync(progress, "checkout-copy: a broken split", people.CheckoutCopy(ruleset), cancellation);
        await api.PostAsync($"experiments/{DemoStory.CookieCats}/conclude", new { winner = "gate_30" }, cancellation);
    }

    public async Task RemoveAsync(CancellationToken cancellation)
    {
        // What others refer to goes last.
        var names = DemoStory.Definitions.Select(definition => definition.Item).Where(item => item != "experiments").ToList();
        foreach (var flag in names.Where(name => name.StartsWith("flags/", StringComparison.Ordinal))) await api.DeleteAsync(flag, cancellation);
        foreach (var experiment in DemoStory.Experiments) await api.DeleteAsync($"experiments/{experiment}?confirm={experiment}", cancellation);
        foreach (var rest in names.Where(name => !name.StartsWith("flags/", StringComparison.Ordinal))) await api.DeleteAsync(rest, cancellation);
    }

    async Task DefineAsync(ProgressTask task, CancellationToken cancellation)
    {
        await api.CreateEnvironmentAsync(cancellation);
        task.Increment(1);
        foreach (var (item, body) in DemoStory.Definitions)
        {
            if (item == "experiments") await api.PostAsync(item, body, cancellation);
            else await api.PutAsync(item, body, cancellation);
            task.Increment(1);
        }
        foreach (var experiment in DemoStory.Experiments)
        {
            await api.PostAsync($"experiments/{experiment}/launch", null, cancellation);
            task.Increment(1);
        }
        await api.CreateServerKeyAsync(cancellation);
    }

    async Task SendAsync(ProgressContext progress, string title, IEnumerable<DemoEvent> events, CancellationToken cancellation)
    {
        // In the order of time, as a real application would have sent them.
        var ordered = events.OrderBy(e => e.At).ToList();
        var task = progress.AddTask(title, maxValue: ordered.Count);
        foreach (var batch in ordered.Chunk(Batch))
        {
            await api.SendEventsAsync(batch, cancellation);
            task.Increment(batch.Length);
        }
    }
}
