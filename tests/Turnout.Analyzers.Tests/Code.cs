using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Turnout.Client;

namespace Turnout.Analyzers.Tests;

/// <summary>Code that uses the real client, compiled and analyzed in memory beside a list of flags.</summary>
internal sealed class Code : IDisposable
{
    public const string List = """
        # Written by `turnout generate --list`; do not edit.
        environment production
        flag checkout.new_ui boolean
        flag old.banner boolean archived always=false
        flag new.menu boolean always=true
        flag theme string always="dark"
        experiment upgrade_button control,urgent,value
        experiment last_year control,b archived
        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Flags).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Engine.Ruleset).Assembly.Location),
    ];

    private readonly AdhocWorkspace _workspace = new();
    private readonly Document _document;
    private readonly string? _list;

    private Code(string source, string? list)
    {
        _list = list;
        var project = _workspace.AddProject("Sample", LanguageNames.CSharp)
            .WithMetadataReferences(References)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _document = project.AddDocument("Sample.cs", source);
    }

    /// <summary>Statements of a method that has <c>flags</c>, <c>mine</c> (the request's) and <c>user</c>.</summary>
    public static Code InMethod(string statements, string? list = List) => new(
        $$"""
        using System;
        using Microsoft.AspNetCore.Builder;
        using Turnout.Client;
        using Turnout.Engine;
        class Sample
        {
            int Method(Flags flags, RequestFlags mine, EvaluationContext user, bool other, Func<bool> asked, RouteHandlerBuilder route)
            {
        {{statements}}
                return 0;
            }
            static void Own([FlagKey] string key) { }
            static void Use(object? value) { }
        }
        """,
        list);

    /// <summary>What the analyzer says, as <c>ID text</c>.</summary>
    public async Task<string[]> WarningsAsync() =>
        [.. (await DiagnosticsAsync(_document.Project)).Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];

    /// <summary>The method's statements after the fix of the first warning that has one; null where none has.</summary>
    public async Task<string?> FixedAsync(bool mayWarn = false)
    {
        foreach (var diagnostic in await DiagnosticsAsync(_document.Project))
        {
            var actions = new List<CodeAction>();
            await new DeadBranchFix().RegisterCodeFixesAsync(new CodeFixContext(_document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
            if (actions.Count == 0) continue;
            var changed = (await actions[0].GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(_document.Id)!;
            var errors = (await changed.Project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity >= (mayWarn ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning)).ToArray();
            Assert.True(errors.Length == 0, string.Join('\n', errors.Select(error => error.ToString())) + "\n" + await changed.GetTextAsync());
            var text = (await changed.GetTextAsync()).ToString().ReplaceLineEndings("\n");
            var start = text.IndexOf("    {\n", StringComparison.Ordinal) + 6;
            var end = text.LastIndexOf("    }\n    static void Own", StringComparison.Ordinal);
            return string.Join('\n', text[start..end].TrimEnd('\n').Split('\n').Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line));
        }

        return null;
    }

    public void Dispose() => _workspace.Dispose();

    private async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        ImmutableArray<AdditionalText> files = _list is null ? [] : [new ListFile(_list)];
        var analyzed = compilation.WithAnalyzers([new KeyAnalyzer()], new AnalyzerOptions(files));
        return [.. (await analyzed.GetAnalyzerDiagnosticsAsync()).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private sealed class ListFile(string text) : AdditionalText
    {
        public override string Path => "/app/turnout.flags.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
