using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Turnout.Analyzers;

/// <summary>Replaces a flag that is the same for everyone by its value, and removes the code that can never run then.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class DeadBranchFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Warnings.Archived.Id, Warnings.Constant.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(Warnings.Always, out var always) || !bool.TryParse(always, out var value)) continue;
            // Only a call that answers with the value itself; what a handle or a filter does with it is not ours to say.
            var call = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>();
            if (call is null || NameOf(call) != "IsEnabled") continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Remove the flag: it is {always} for everyone",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(DeadBranch.Remove(root, call, value))),
                    equivalenceKey: "Turnout.DeadBranch"),
                diagnostic);
        }
    }

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        IdentifierNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
