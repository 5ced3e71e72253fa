using System.Xml.Linq;

namespace Turnout.Architecture.Tests;

/// <summary>The repository's own files.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["node_modules", "artifacts", "obj", "bin", "dist", ".git"];

    public static string Root { get; } = FindRoot();

    /// <summary>All files of an ending, as paths from the root.</summary>
    public static IEnumerable<string> Files(string ending, params string[] folders) => folders
        .Select(folder => Path.Combine(Root, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Walk(folder, ending))
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));

    public static Project Read(string path) => new(path, XDocument.Load(Path.Combine(Root, path)));

    private static IEnumerable<string> Walk(string folder, string ending) => Directory.GetFiles(folder)
        .Where(file => file.EndsWith(ending, StringComparison.Ordinal))
        .Concat(Directory.GetDirectories(folder).Where(child => !NotOurs.Contains(Path.GetFileName(child))).SelectMany(child => Walk(child, ending)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Turnout.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}

/// <summary>A project file.</summary>
internal sealed record Project(string Path, XDocument Document)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The names of the projects that it refers to.</summary>
    public string[] Projects => [.. Includes("ProjectReference").Select(path => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    /// <summary>The packages that it takes to run; analyzers do not count.</summary>
    public string[] Packages =>
        [.. Document.Descendants("PackageReference").Where(e => e.Attribute("PrivateAssets")?.Value != "all").Select(e => e.Attribute("Include")!.Value)];

    public string[] Frameworks => Includes("FrameworkReference");

    private string[] Includes(string element) => [.. Document.Descendants(element).Select(e => e.Attribute("Include")!.Value)];
}
