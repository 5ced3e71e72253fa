using Turnout.Server.Hosting;

namespace Turnout.Load;

/// <summary>What it costs to count each key's requests, and to send the security headers along.</summary>
internal static class Limited
{
    const string Bare = "/bare", Dressed = "/dressed";

    static readonly byte[] Kilobyte = [.. Enumerable.Repeat((byte)'x', 1024)];

    /// <summary>The same kilobyte without and with the headers, before anything else of the server has a part in it.</summary>
    public static void UseAnswers(WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.Path == Dressed) SecurityHeaders.Add(context);
        else if (context.Request.Path != Bare) return next(context);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Kilobyte.Length;
        return context.Response.Body.WriteAsync(Kilobyte).AsTask();
    });

    public static async Task MeasureAsync(int seconds)
    {
        await using var limited = await Subject.StartAsync(limited: true);
        await using var unlimited = await Subject.StartAsync();
        var wrk = new Wrk(limited.Address, seconds);
        Wrk.WriteHead();
        foreach (var (call, floor) in new[] { (limited.Evaluate, unlimited.Evaluate), (limited.Ruleset, unlimited.Ruleset) })
            await wrk.CompareAsync(call with { Name = $"{call.Name}, requests counted" }, floor with { Name = "the same, not counted", Path = new Uri(unlimited.Address, floor.Path).ToString() });
        await wrk.CompareAsync(new Call("constant 1 KB with the security headers", Dressed), new Call("without", Bare));
    }
}
