namespace Turnout.Demo;

/// <summary>How far one of the demo's steps is.</summary>
/// <param name="Step">What it does, in words.</param>
/// <param name="Done">0 to <paramref name="Of"/>.</param>
internal readonly record struct DemoProgress(string Step, int Done, int Of);

/// <summary>Loads and removes the demo.</summary>
/// <param name="progress">Is told about each step, from its start on.</param>
internal sealed class DemoLoader(DemoApi api, DemoPeople people, Action<DemoProgress> progress)
{
    const int Batch = 1000;

    public async Task<bool> IsLoadedAsync(CancellationToken cancellation)
    {
        foreach (var experiment in DemoStory.Experiments)
            if (await api.ExistsAsync($"experiments/{experiment}", cancellation)) return true;
        return false;
    }

    public async Task LoadAsync(CancellationToken cancellation)
    {
        await DefineAsync(cancellation);
        var ruleset = await api.RulesetAsync(cancellation);
        await SendAsync("upgrade-button: 20,000 users, four weeks", people.UpgradeButton(ruleset), cancellation);
        await SendAsync("cookie-cats: 90,189 players, as published", people.CookieCats(), cancellation);
        await SendAsync("checkout-copy: a broken split", people.CheckoutCopy(ruleset), cancellation);
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

    async Task DefineAsync(CancellationToken cancellation)
    {
        var done = 0;
        Tell();
        await api.CreateEnvironmentAsync(cancellation);
        foreach (var (item, body) in DemoStory.Definitions)
        {
            if (item == "experiments") await api.PostAsync(item, body, cancellation);
            else await api.PutAsync(item, body, cancellation);
            Tell();
        }
        foreach (var experiment in DemoStory.Experiments)
        {
            await api.PostAsync($"experiments/{experiment}/launch", null, cancellation);
            Tell();
        }
        await api.CreateServerKeyAsync(cancellation);

        void Tell() => progress(new DemoProgress("Flags, segments, metrics, experiments", done++, DemoStory.Definitions.Length + DemoStory.Experiments.Length));
    }

    async Task SendAsync(string step, IEnumerable<DemoEvent> events, CancellationToken cancellation)
    {
        // In the order of time, as a real application would have sent them.
        var ordered = events.OrderBy(e => e.At).ToList();
        var done = 0;
        progress(new DemoProgress(step, done, ordered.Count));
        foreach (var batch in ordered.Chunk(Batch))
        {
            await api.SendEventsAsync(batch, cancellation);
            progress(new DemoProgress(step, done += batch.Length, ordered.Count));
        }
    }
}
