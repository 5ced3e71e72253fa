using System.Reflection;
using System.Text.RegularExpressions;

namespace Turnout.Architecture.Tests;

/// <summary>How the house is kept: see CONTRIBUTING.md.</summary>
public sealed partial class HouseTests
{
    private const int MostLines = 350;

    private static readonly string[] Folders = ["src", "sdks/dotnet", "benchmarks", "tests"];

    [Fact]
    public void No_source_file_is_longer_than_a_reader_likes() =>
        Assert.DoesNotContain(
            Repository.Files(".cs", Folders).Select(path => (path, lines: File.ReadLines(Path.Combine(Repository.Root, path)).Count())),
            file => file.lines > MostLines);

    [Fact]
    public void No_folder_is_named_for_nothing_in_particular() =>
        Assert.DoesNotContain(Repository.Files("", "src", "sdks").SelectMany(path => path.Split('/')[..^1]).Distinct(), name => Nothing().IsMatch(name));

    [Fact]
    public void No_type_is_named_for_nothing_in_particular() =>
        Assert.DoesNotContain(Repository.Files(".cs", Folders), path => NothingType().IsMatch(Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void Namespaces_are_file_scoped() =>
        Assert.All(Repository.Files(".cs", Folders), path => Assert.DoesNotMatch(BlockNamespace(), File.ReadAllText(Path.Combine(Repository.Root, path))));

    [Theory, InlineData(typeof(Engine.Ruleset)), InlineData(typeof(Statistics.NotComputable))]
    public void Classes_are_sealed_unless_made_to_be_derived_from(Type one) =>
        Assert.DoesNotContain(one.Assembly.GetTypes(), type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !IsGenerated(type));

    [Fact]
    public void No_source_names_a_person_s_machine() =>
        Assert.All(Repository.Files(".cs", Folders), path => Assert.DoesNotMatch(HomeFolder(), File.ReadAllText(Path.Combine(Repository.Root, path))));

    private static bool IsGenerated(Type type) =>
        type.Name.StartsWith('<') || type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null;

    [GeneratedRegex("^(common|shared|core|utils?|utilit(y|ies)|helpers?|managers?|base|impl|misc)$", RegexOptions.IgnoreCase)]
    private static partial Regex Nothing();

    [GeneratedRegex("(?<!Tag)(Helpers?|Manager|Utils?|Impl|Base)$")]
    private static partial Regex NothingType();

    [GeneratedRegex(@"^namespace [\w.]+\s*\{", RegexOptions.Multiline)]
    private static partial Regex BlockNamespace();

    [GeneratedRegex(@"/(home|Users)/\w+/|[A-Z]:\\Users\\")]
    private static partial Regex HomeFolder();
}
