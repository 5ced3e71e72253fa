using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Turnout.Architecture.Tests;

/// <summary>
/// Every example in C# compiles against what is shipped. An example stands in a place where <see cref="Given"/> is known, and nothing else; <c>…</c> as an argument stands
/// for a delegate of the reader's own. Examples that name their file are compared with it instead (<see cref="DocumentationTests"/>).
/// </summary>
public sealed partial class SnippetTests
{
    // As in Program.cs of a web application that has `using Turnout.Client;` and `using Turnout.Engine;`.
    private const string Given = """
        WebApplicationBuilder builder = null!;
        WebApplication app = null!;
        IServiceCollection services = null!;
        IServiceProvider provider = null!;
        Flags flags = null!;
        EvaluationContext context = null!;
        byte[] utf8Json = null!;
        Delegate yours = null!;
        record Menu(string[] Items) { public static readonly Menu Default = new([]); }
        """;

    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Net.Http.Json", "System.Threading", "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
        "Microsoft.FeatureManagement", "Turnout.Client", "Turnout.Engine", "Turnout.Engine.Definitions",
    ];

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    public static TheoryData<string> Pages => [.. Examples.Of("csharp").Where(example => example.File.Length == 0).Select(example => example.Page).Distinct()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_in_CSharp_compile(string page)
    {
        var wrong = new List<string>();
        foreach (var example in Examples.Of("csharp").Where(example => example.Page == page && example.File.Length == 0))
        {
            // An example may show a value without saying what to do with it.
            wrong.AddRange(Errors(Yours().Replace(example.Text, "yours")).Where(one => one.Id != "CS0201")
                .Select(one => $"{page}, line {example.Line + one.Location.GetMappedLineSpan().StartLinePosition.Line}: {one.Id} {one.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Tags_in_examples_of_Razor_are_those_of_the_client()
    {
        var tags = typeof(Client.Flags).Assembly.GetExportedTypes().SelectMany(type => type.GetCustomAttributes<HtmlTargetElementAttribute>().Select(target => (target.Tag, Type: type))).ToLookup(pair => pair.Tag, pair => pair.Type);
        var found = Examples.Of("html").SelectMany(example => XElement.Parse($"<page>{Directive().Replace(example.Text, "")}</page>").Descendants())
            .Where(element => element.Name.LocalName.StartsWith("turnout", StringComparison.Ordinal)).ToList();
        Assert.True(found.Count >= 3);
        foreach (var element in found)
            foreach (var attribute in element.Attributes())
                Assert.Contains(tags[element.Name.LocalName].SelectMany(type => type.GetProperties()), property => property.Name.Equals(attribute.Name.LocalName, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_wrong_example_would_be_noticed()
    {
        Assert.Empty(Errors(""));
        Assert.Contains(Errors("flags.IsEnabeld(\"a\", context);"), one => one.Id == "CS1061");
        Assert.Contains(Errors("flags.GetDetails(\"a\", context, 20).Raeson;"), one => one.Id == "CS1061");
    }

    // One script, so that all of it sees the same assemblies. What an example makes itself is not given.
    private static IEnumerable<Diagnostic> Errors(string example) => CSharpCompilation.CreateScriptCompilation(
        "Example", CSharpSyntaxTree.ParseText($"{string.Join('\n', Given.Split('\n').Where(line => !example.Contains($"var {line.Split(' ')[1]} =", StringComparison.Ordinal)))}\n#line 1\n{example}", Parsing), Shipped.References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: Usings, nullableContextOptions: NullableContextOptions.Enable))
        .GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error);

    [GeneratedRegex(@"(?<=[(,]\s*)…(?=\s*[),])")]
    private static partial Regex Yours();

    [GeneratedRegex("^@.*$", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
