using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Turnout.Architecture.Tests;

/// <summary>What an application that uses the .NET client is compiled against: the assemblies that are shipped, with their doc comments, on ASP.NET Core.</summary>
internal static class Shipped
{
    private static readonly string[] Ours =
        [typeof(Engine.Ruleset).Assembly.Location, typeof(Client.Flags).Assembly.Location, typeof(Microsoft.Extensions.DependencyInjection.TurnoutFeatureManagementServices).Assembly.Location];

    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsPlatform(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
        .. Ours.Select(path => MetadataReference.CreateFromFile(path, documentation: XmlDocumentationProvider.CreateFromFile(Path.ChangeExtension(path, ".xml")))),
    ];

    private static bool IsPlatform(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) || name.StartsWith("Microsoft.FeatureManagement", StringComparison.Ordinal)
        || name is "netstandard.dll" or "mscorlib.dll";
}
