using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Turnout.Analyzers;

/// <summary>Puts a constant in the place of an expression and removes what follows from it: branches, operands, statements that are never reached.</summary>
internal static class DeadBranch
{
    /// <summary>The tree without the expression, which is always <paramref name="value"/>.</summary>
    public static SyntaxNode Remove(SyntaxNode root, ExpressionSyntax expression, bool value)
    {
        // Outwards, for as long as what is around it is constant too.
        while (true)
        {
            switch (expression.Parent)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized;
                    continue;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                    (expression, value) = (not, !value);
                    continue;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } binary:
                    // "and" is decided by false, "or" by true.
                    var decides = value == binary.IsKind(SyntaxKind.LogicalOrExpression);
                    var other = binary.Left == expression ? binary.Right : binary.Left;
                    if (!decides) return Replace(root, binary, other);
                    // What stands before it would have run, and may do something.
                    if (binary.Right == expression && !IsHarmless(binary.Left)) return Replace(root, expression, Literal(value));
                    expression = binary;
                    continue;
                case ConditionalExpressionSyntax conditional when conditional.Condition == expression:
                    return Replace(root, conditional, value ? conditional.WhenTrue : conditional.WhenFalse);
                case IfStatementSyntax statement when statement.Condition == expression:
                    return RemoveIf(root, statement, value ? statement.Statement : statement.Else?.Statement);
                default:
                    return Replace(root, expression, Literal(value));
            }
        }
    }

    private static bool IsHarmless(ExpressionSyntax expression) =>
        expression.DescendantNodesAndSelf().All(node => node is IdentifierNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax
            or ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } or BinaryExpressionSyntax or ThisExpressionSyntax);

    private static LiteralExpressionSyntax Literal(bool value) =>
        SyntaxFactory.LiteralExpression(value ? SyntaxKind.TrueLiteralExpression : SyntaxKind.FalseLiteralExpression);

    private static SyntaxNode Replace(SyntaxNode root, ExpressionSyntax old, ExpressionSyntax next)
    {
        // Parentheses around the whole are taken along, unless they are needed.
        while (next is ParenthesizedExpressionSyntax inner && old.Parent is not (BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or MemberAccessExpressionSyntax or CastExpressionSyntax))
            next = inner.Expression;
        return root.ReplaceNode(old, next.WithTriviaFrom(old).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static SyntaxNode RemoveIf(SyntaxNode root, IfStatementSyntax statement, StatementSyntax? kept)
    {
        switch (statement.Parent)
        {
            case BlockSyntax block:
                return root.ReplaceNode(block, block.WithStatements(Among(block.Statements, statement, kept)).WithAdditionalAnnotations(Formatter.Annotation));
            case SwitchSectionSyntax section:
                return root.ReplaceNode(section, section.WithStatements(Among(section.Statements, statement, kept)).WithAdditionalAnnotations(Formatter.Annotation));
            case GlobalStatementSyntax global:
                var inOrder = Inlined(statement, kept, root).Select(inner => (SyntaxNode)SyntaxFactory.GlobalStatement(inner).WithAdditionalAnnotations(Formatter.Annotation));
                return root.ReplaceNode(global, inOrder);
            case ElseClauseSyntax clause when kept is null:
                return root.RemoveNode(clause, SyntaxRemoveOptions.KeepNoTrivia)!;
            default:
                var stays = kept ?? SyntaxFactory.Block();
                return root.ReplaceNode(statement, stays.WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
        }
    }

    private static SyntaxList<StatementSyntax> Among(SyntaxList<StatementSyntax> statements, IfStatementSyntax statement, StatementSyntax? kept)
    {
        var place = statements.IndexOf(statement);
        var inlined = Inlined(statement, kept, statement.Parent!).ToList();
        var after = statements.Skip(place + 1);
        // What follows a return was the other branch of "if (…) return …;".
        if (inlined.Count > 0 && inlined[inlined.Count - 1] is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax)
            after = after.Where(next => next is LocalFunctionStatementSyntax or LabeledStatementSyntax);
        return SyntaxFactory.List(statements.Take(place).Concat(inlined).Concat(after));
    }

    /// <summary>The statements that stay, without their braces where no name they declare is in the way of another.</summary>
    private static IEnumerable<StatementSyntax> Inlined(IfStatementSyntax statement, StatementSyntax? kept, SyntaxNode around)
    {
        StatementSyntax[] statements = kept switch
        {
            null => [],
            BlockSyntax block when !IsInTheWay(block, statement, around) => [.. block.Statements],
            _ => [kept],
        };
        if (statements.Length > 0) statements[0] = statements[0].WithLeadingTrivia(statement.GetLeadingTrivia().AddRange(Comments(statements[0])));
        return statements.Select(inner => inner.WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static SyntaxTriviaList Comments(StatementSyntax statement)
    {
        var trivia = statement.GetLeadingTrivia();
        return trivia.Any(one => one.IsKind(SyntaxKind.SingleLineCommentTrivia) || one.IsKind(SyntaxKind.MultiLineCommentTrivia)) ? trivia : default;
    }

    private static bool IsInTheWay(BlockSyntax block, IfStatementSyntax statement, SyntaxNode around)
    {
        var declared = new HashSet<string>(block.DescendantTokens().Where(IsDeclared).Select(token => token.ValueText));
        var scope = around.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? around;
        return declared.Count > 0 && scope.DescendantTokens()
            .Any(token => token.IsKind(SyntaxKind.IdentifierToken) && !statement.FullSpan.Contains(token.Span) && declared.Contains(token.ValueText));
    }

    private static bool IsDeclared(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or LocalFunctionStatementSyntax;
}
