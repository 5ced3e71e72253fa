using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Turnout.Benchmarks;

if (args is ["--engine", ..])
{
    EngineTable.Print(args.ElementAtOrDefault(1) ?? "");
    return;
}

if (args is ["--sdk", ..])
{
    SdkTable.Print(args.ElementAtOrDefault(1) ?? "");
    return;
}

if (args is ["--telemetry"])
{
    TelemetryTable.Print();
    return;
}

// In process, so that it runs wherever the solution builds.
var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
BenchmarkSwitcher.FromAssembly(typeof(EngineBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
