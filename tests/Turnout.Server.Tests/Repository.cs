namespace Turnout.Server.Tests;

/// <summary>The repository that the tests were built from: its documentation is tested too.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A file's or folder's path.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The README and every page of the documentation.</summary>
    public static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(PathOf("README.md")).Order(StringComparer.Ordinal);

    static string Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Turnout.slnx"))) root = root.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return root.FullName;
    }
}
