using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Turnout.Architecture.Tests;

/// <summary>docs/sdk/dotnet-api.md is what the doc comments say. <c>TURNOUT_WRITE_REFERENCE=1</c> writes it anew.</summary>
public sealed class SdkReferenceTests
{
    private const string Page = "docs/sdk/dotnet-api.md";

    private const string Head = """
        # The .NET client: reference

        Written from the doc comments; do not edit: `TURNOUT_WRITE_REFERENCE=1 dotnet test tests/Turnout.Architecture.Tests -c Release --filter SdkReference` does. The guide
        is [dotnet.md](dotnet.md).

        """;

    [Fact]
    public void The_written_reference_is_that_of_the_doc_comments()
    {
        var compilation = CSharpCompilation.Create("Reference", references: Shipped.References);
        var text = new SdkReference(compilation).Write(Head, ["Turnout.Client", "Turnout.FeatureManagement"], "Turnout.Engine");
        var file = Path.Combine(Repository.Root, Page);
        if (Environment.GetEnvironmentVariable("TURNOUT_WRITE_REFERENCE") == "1") File.WriteAllText(file, text);
        var written = File.ReadAllText(file).Split('\n');
        var found = text.Split('\n');
        Assert.True(written.SequenceEqual(found),
            $"{Page} is out of date (its head says how to write it). Gone:\n{string.Join('\n', written.Except(found))}\nNew:\n{string.Join('\n', found.Except(written))}");
    }
}
