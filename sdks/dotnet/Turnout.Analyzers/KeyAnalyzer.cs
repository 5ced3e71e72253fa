using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Turnout.Analyzers;

/// <summary>
/// Looks at every constant that is handed to a parameter marked <c>[FlagKey]</c> or <c>[ExperimentKey]</c>, also one of the application's own. Without the list of
/// flags it says nothing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Warnings.UnknownFlag, Warnings.UnknownExperiment, Warnings.Archived, Warnings.Constant, Warnings.Unreadable];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var file = context.Options.AdditionalFiles.FirstOrDefault(
            file => string.Equals(Path.GetFileName(file.Path), FlagList.FileName, StringComparison.OrdinalIgnoreCase));
        if (file?.GetText(context.CancellationToken) is not { } text) return;
        var flagKey = context.Compilation.GetTypeByMetadataName("Turnout.Client.FlagKeyAttribute");
        var experimentKey = context.Compilation.GetTypeByMetadataName("Turnout.Client.ExperimentKeyAttribute");
        if (flagKey is null || experimentKey is null) return;

        var list = FlagList.Read(text);
        if (list.Problem is { } problem)
        {
            var span = text.Lines[problem.Line - 1].Span;
            var location = Location.Create(file.Path, span, text.Lines.GetLinePositionSpan(span));
            context.RegisterCompilationEndAction(end => end.ReportDiagnostic(Diagnostic.Create(Warnings.Unreadable, location, problem.Line, problem.Why)));
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                var argument = (IArgumentOperation)operation.Operation;
                if (argument.Value.ConstantValue is not { HasValue: true, Value: string key } || argument.IsImplicit) return;
                foreach (var attribute in argument.Parameter?.GetAttributes() ?? [])
                {
                    var isFlag = SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, flagKey);
                    if (isFlag || SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, experimentKey))
                        Check(operation, argument.Value.Syntax, key, list, isFlag);
                }
            },
            OperationKind.Argument);
    }

    private static void Check(OperationAnalysisContext context, SyntaxNode syntax, string key, FlagList list, bool isFlag)
    {
        var entries = isFlag ? list.Flags : list.Experiments;
        // An experiment answers for a flag of its key where a variant is asked for, but no flag is called by it.
        if (!entries.TryGetValue(key, out var entry))
        {
            var meant = FlagList.Nearest(key, entries.Keys) is { } nearest ? $"; did you mean '{nearest}'?" : "";
            context.ReportDiagnostic(Diagnostic.Create(isFlag ? Warnings.UnknownFlag : Warnings.UnknownExperiment, syntax.GetLocation(), key, list.Environment, meant));
            return;
        }

        var properties = ImmutableDictionary<string, string?>.Empty.Add(Warnings.Always, entry.Always);
        if (entry.IsArchived)
            context.ReportDiagnostic(Diagnostic.Create(Warnings.Archived, syntax.GetLocation(), properties, isFlag ? "flag" : "experiment", key));
        else if (entry.Always is not null)
            context.ReportDiagnostic(Diagnostic.Create(Warnings.Constant, syntax.GetLocation(), properties, key, entry.Always, list.Environment));
    }
}
