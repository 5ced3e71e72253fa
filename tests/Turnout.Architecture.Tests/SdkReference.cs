using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Turnout.Architecture.Tests;

/// <summary>Writes down what assemblies show to those who use them: every public type and member, with its doc comment, as Markdown.</summary>
internal sealed partial class SdkReference(Compilation compilation)
{
    private static readonly SymbolDisplayFormat Signature = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    private static readonly SymbolDisplayFormat TypeSignature = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance, kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword);

    private readonly StringBuilder _text = new();

    /// <summary>The page.</summary>
    /// <param name="head">What it begins with.</param>
    /// <param name="whole">Assemblies of which everything public is shown.</param>
    /// <param name="met">An assembly of which only those types are shown that users of the others meet.</param>
    public string Write(string head, IReadOnlyList<string> whole, string met)
    {
        _text.Append(head);
        var shown = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var name in whole)
        {
            _text.Append($"\n## {name}\n");
            foreach (var type in Types(Assembly(name)))
            {
                shown.Add(type);
                Append(type);
            }
        }

        _text.Append($"\n## {met}\n\nOf the engine, what the members above take and give.\n");
        foreach (var type in Met(shown, Assembly(met)).OrderBy(type => type.Name, StringComparer.Ordinal)) Append(type);
        return _text.ToString();
    }

    private IAssemblySymbol Assembly(string name) => compilation.SourceModule.ReferencedAssemblySymbols.Single(assembly => assembly.Name == name);

    private static IEnumerable<INamedTypeSymbol> Types(IAssemblySymbol assembly)
    {
        return In(assembly.GlobalNamespace).Where(type => type.DeclaredAccessibility == Accessibility.Public).OrderBy(type => type.Name, StringComparer.Ordinal);

        static IEnumerable<INamedTypeSymbol> In(INamespaceSymbol space) => space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(In));
    }

    /// <summary>The types of an assembly that are in the signatures of those that are shown, and in their own.</summary>
    private static HashSet<INamedTypeSymbol> Met(IEnumerable<INamedTypeSymbol> shown, IAssemblySymbol of)
    {
        var found = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<INamedTypeSymbol>(shown);
        while (open.TryDequeue(out var type))
        {
            foreach (var one in Members(type).SelectMany(Mentioned).SelectMany(Parts))
                if (SymbolEqualityComparer.Default.Equals(one.ContainingAssembly, of) && one.ContainingNamespace.Name == "Engine" && found.Add(one)) open.Enqueue(one);
        }
        return found;

        static IEnumerable<ITypeSymbol> Mentioned(ISymbol member) => member switch
        {
            IMethodSymbol method => [method.ReturnType, .. method.Parameters.Select(parameter => parameter.Type)],
            IPropertySymbol property => [property.Type],
            IFieldSymbol field => [field.Type],
            _ => [],
        };

        static IEnumerable<INamedTypeSymbol> Parts(ITypeSymbol type) => type switch
        {
            INamedTypeSymbol named => [named.OriginalDefinition, .. named.TypeArguments.SelectMany(Parts)],
            IArrayTypeSymbol array => Parts(array.ElementType),
            _ => [],
        };
    }

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.GetMembers().Where(member => member.DeclaredAccessibility == Accessibility.Public && member switch
    {
        IMethodSymbol method => method.MethodKind is MethodKind.Ordinary or MethodKind.Constructor or MethodKind.Conversion
            && !method.IsOverride && !(method is { MethodKind: MethodKind.Constructor, Parameters.Length: 0 }) && !IsWrittenByTheCompiler(method),
        IPropertySymbol property => !property.IsOverride,
        IFieldSymbol field => type.TypeKind != TypeKind.Enum || field.HasConstantValue,
        _ => false,
    });

    private static bool IsWrittenByTheCompiler(ISymbol symbol) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private void Append(INamedTypeSymbol type)
    {
        _text.Append($"\n### {type.Name}\n\n`{type.ToDisplayString(TypeSignature)}`, in `{type.ContainingNamespace.ToDisplayString()}`\n");
        var doc = Doc(type);
        Append(doc, "");
        var isFirst = true;
        foreach (var member in Members(type))
        {
            // A record's members are explained as its parameters.
            if (member is IPropertySymbol && doc.Elements("param").Any(param => param.Attribute("name")?.Value == member.Name)) continue;
            if (isFirst) _text.Append('\n');
            isFirst = false;
            var about = Doc(member);
            _text.Append($"- `{(member is IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } ? member.Name : member.ToDisplayString(Signature))}`");
            // What a record's constructor takes is said above.
            if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } && Words(about.Element("summary")) == Words(doc.Element("summary"))) about = new XElement("member");
            if (Words(about.Element("summary")) is { Length: > 0 } summary) _text.Append($"  \n  {summary}");
            _text.Append('\n');
            Append(about, "  ");
        }
    }

    private void Append(XElement doc, string indent)
    {
        if (indent.Length == 0 && Words(doc.Element("summary")) is { Length: > 0 } summary) _text.Append($"\n{summary}\n");
        if (Words(doc.Element("remarks")) is { Length: > 0 } remarks) _text.Append(indent.Length == 0 ? $"\n{remarks}\n" : $"{indent}- {remarks}\n");
        var parameters = doc.Elements().Where(element => element.Name.LocalName is "param" or "typeparam" or "returns" or "exception").Where(element => Words(element).Length > 0).ToList();
        if (parameters.Count > 0 && indent.Length == 0) _text.Append('\n');
        foreach (var element in parameters)
        {
            var name = element.Name.LocalName switch
            {
                "returns" => "returns",
                "exception" => $"throws `{NameOf(element.Attribute("cref")!.Value)}`",
                _ => $"`{element.Attribute("name")!.Value}`",
            };
            _text.Append($"{indent}- {name}: {Words(element)}\n");
        }
    }

    /// <summary>A symbol's doc comment; where it only inherits one, that.</summary>
    private XElement Doc(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml();
        var doc = string.IsNullOrWhiteSpace(xml) ? new XElement("member") : XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        return doc.Element("inheritdoc")?.Attribute("cref")?.Value is { } from && DocumentationCommentId.GetFirstSymbolForDeclarationId(from, compilation) is { } source ? Doc(source) : doc;
    }

    private static string Words(XElement? element)
    {
        if (element is null) return "";
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value.Replace("<", "\\<", StringComparison.Ordinal),
                XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "see" or "seealso" } see => $"`{see.Attribute("langword")?.Value ?? see.Attribute("href")?.Value ?? NameOf(see.Attribute("cref")!.Value)}`",
                XElement { Name.LocalName: "paramref" or "typeparamref" } parameter => $"`{parameter.Attribute("name")!.Value}`",
                XElement other => $" {Words(other)} ",
                _ => "",
            });
        }
        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    /// <summary><c>M:Turnout.Client.Flags.Get``1(…)</c> is <c>Flags.Get</c>, <c>T:Turnout.Client.Flag`1</c> is <c>Flag</c>.</summary>
    private static string NameOf(string id)
    {
        var parts = Arity().Replace(id[2..].Split('(')[0], "").Split('.');
        return id[0] is 'T' or 'N' || parts.Length == 1 ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("`+[0-9]+")]
    private static partial Regex Arity();
}
