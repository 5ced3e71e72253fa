namespace Turnout.Architecture.Tests;

/// <summary>Arrows never turn back: see docs/architecture.md.</summary>
public sealed class DependencyTests
{
    private static readonly Project[] All = [.. Repository.Files(".csproj", "src", "sdks").Select(Repository.Read)];

    private static Project Of(string name) => All.Single(project => project.Name == name);

    [Fact]
    public void Engine_takes_nothing_but_the_base_class_library()
    {
        var engine = Of("Turnout.Engine");
        Assert.Empty(engine.Projects);
        Assert.Empty(engine.Packages);
        Assert.Empty(engine.Frameworks);
        Assert.All(typeof(Engine.Ruleset).Assembly.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name));
    }

    [Theory]
    [InlineData("System.Net")]
    [InlineData("System.IO")]
    [InlineData("System.Data")]
    [InlineData("System.Diagnostics.Process")]
    [InlineData("System.Threading.Tasks")]
    [InlineData("Microsoft.AspNetCore")]
    public void Engine_uses_no_input_output_and_no_tasks(string forbidden) =>
        Assert.DoesNotContain(typeof(Engine.Ruleset).Assembly.GetReferencedAssemblies(), reference => reference.Name!.StartsWith(forbidden, StringComparison.Ordinal));

    [Fact]
    public void Engine_bans_clocks_randomness_and_input_output_by_analyzer()
    {
        var banned = File.ReadAllText(Path.Combine(Repository.Root, "src/Turnout.Engine/BannedSymbols.txt"));
        foreach (var symbol in new[] { "N:System.IO;", "N:System.Net;", "T:System.Random;", "T:System.TimeProvider;", "P:System.DateTime.UtcNow;", "M:System.String.GetHashCode;" })
            Assert.Contains(symbol, banned);
        Assert.Contains("BannedApiAnalyzers", Of("Turnout.Engine").Document.ToString());
    }

    [Fact]
    public void Statistics_calls_nobody()
    {
        var statistics = Of("Turnout.Statistics");
        Assert.Empty(statistics.Projects);
        Assert.Empty(statistics.Frameworks);
        Assert.All(statistics.Packages, package => Assert.Equal("MathNet.Numerics", package));
    }

    [Fact]
    public void Server_does_not_know_its_executable_and_src_does_not_know_the_sdks()
    {
        Assert.DoesNotContain("Turnout", Of("Turnout.Server").Projects);
        var sdks = Repository.Files(".csproj", "sdks").Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet();
        Assert.NotEmpty(sdks);
        foreach (var project in All.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal)))
            Assert.Empty(project.Projects.Intersect(sdks));
    }

    [Fact]
    public void Sdks_evaluate_by_the_engine_and_know_no_server()
    {
        foreach (var project in All.Where(project => project.Path.StartsWith("sdks/", StringComparison.Ordinal)))
        {
            Assert.Empty(project.Projects.Intersect(["Turnout", "Turnout.Server", "Turnout.Statistics"]));
            Assert.DoesNotContain(project.Packages, package => package is "Dapper" or "Npgsql" or "Microsoft.Data.Sqlite.Core");
        }
    }

    [Fact]
    public void Stores_know_no_http()
    {
        var stores = Repository.Files("Store.cs", "src/Turnout.Server").ToList();
        Assert.NotEmpty(stores);
        Assert.All(stores, path => Assert.DoesNotContain("using Microsoft.AspNetCore.Http;", File.ReadAllText(Path.Combine(Repository.Root, path))));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Turnout.slnx"));
        Assert.All(Repository.Files(".csproj", "src", "sdks", "tests", "benchmarks", "samples"), path => Assert.Contains($"\"{path}\"", solution));
    }
}
