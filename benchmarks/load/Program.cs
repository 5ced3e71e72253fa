using Turnout.Load;

// Measures the server as ratios to floors taken in the same run, on this machine's loopback.
//   dotnet run -c Release --project benchmarks/load            all measurements
//   dotnet run -c Release --project benchmarks/load -- 10      ten seconds for each sample instead of five
//   dotnet run -c Release --project benchmarks/load -- limits    what limits on requests and security headers cost
//   dotnet run -c Release --project benchmarks/load -- intake    how many events a second become durable, beside how many are only parsed
//   dotnet run -c Release --project benchmarks/load -- overload  what becomes of memory when more comes than is taken
//   dotnet run -c Release --project benchmarks/load -- assign    how many units a second are assigned
//   dotnet run -c Release --project benchmarks/load -- streams   what 10,000 open streams cost, and when a change reaches them
//   dotnet run -c Release --project benchmarks/load -- results   how long results over 5,000,000 events take
//   dotnet run -c Release --project benchmarks/load -- lists     how long a page of 500 experiments takes
// They run on PostgreSQL where TURNOUT_LOAD_POSTGRES has a connection string to an empty database, with the events on ClickHouse where
// TURNOUT_LOAD_CLICKHOUSE has what TURNOUT_CLICKHOUSE is to be. A number behind the name is the seconds of a sample (results: units; streams, lists: how many).
int? number = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : null;
if (args is ["serve"]) return await ServerProcess.ServeAsync();
if (args is ["results" or "lists", ..])
{
    await using var store = await Subject.StartAsync();
    await (args[0] == "lists" ? ExperimentLists.MeasureAsync(store, number ?? 500) : ResultsTime.MeasureAsync(store, number ?? 500_000));
    return 0;
}
if (args is ["intake" or "overload" or "assign" or "streams", ..])
{
    await using var server = await ServerProcess.StartAsync();
    await (args[0] switch
    {
        "intake" => Intake.MeasureAsync(server, number ?? 5),
        "overload" => Intake.OverloadAsync(server, number ?? 20),
        "assign" => Assigning.MeasureAsync(server, number ?? 5),
        _ => ManyStreams.MeasureAsync(server, number ?? 10_000, changes: 10),
    });
    return 0;
}

if (args is ["limits", ..])
{
    if (!Wrk.IsInstalled) return await NoWrkAsync();
    await Limited.MeasureAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 3);
    return 0;
}

var seconds = args.Length > 0 && int.TryParse(args[0], out var given) && given is > 0 and <= 60 ? given : 5;
if (!Wrk.IsInstalled) return await NoWrkAsync();

await using var subject = await Subject.StartAsync();
var wrk = new Wrk(subject.Address, seconds);
Wrk.WriteHead();

var evaluate = subject.Evaluate;
var ruleset = subject.Ruleset;
await wrk.CompareAsync(evaluate, new Call("constant 1 KB", Subject.ConstantPath(1024)));
await wrk.CompareAsync(ruleset, new Call("constant of its size", Subject.ConstantPath(await subject.SizeAsync(ruleset))));
await wrk.CompareAsync(
    ruleset with { Name = "ruleset, 304", IfNoneMatch = await subject.ETagAsync(ruleset) },
    new Call("constant 1 KB", Subject.ConstantPath(1024)));

Console.WriteLine();
await Streams.MeasureAsync(subject.Address, subject.ServerKey, subject.SetRolloutAsync, streams: 1_000, changes: 10);
return 0;

static async Task<int> NoWrkAsync()
{
    await Console.Error.WriteLineAsync("This measures with wrk, which is missing. On Debian and Ubuntu: apt-get install wrk");
    return 2;
}
