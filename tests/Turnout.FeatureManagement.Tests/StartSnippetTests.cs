using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Turnout.FeatureManagement.Tests;

/// <summary>The code that the admin UI's first steps show for .NET: each file is a whole Program.cs.</summary>
public class StartSnippetTests
{
    // What projects of the web SDK have without saying so.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "StartSnippets"), "*.cs").Select(path => Path.GetFileName(path)).Order()];

    [Theory, MemberData(nameof(Files))]
    public void A_program_to_paste_compiles_without_a_warning(string file)
    {
        var program = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "StartSnippets", file));
        Assert.Equal([], Complaints(program));
        Assert.NotEmpty(Complaints(program.Replace("Turnout", "Turnin", StringComparison.Ordinal)));
    }

    [Fact]
    public void There_is_one_for_each_way() => Assert.Equal(["gate.cs", "minimal.cs"], Files.Select(row => row.Data));

    private static string[] Complaints(string program) =>
        [.. CSharpCompilation.Create("Snippet", [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(program)], References,
                new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString())];
}
