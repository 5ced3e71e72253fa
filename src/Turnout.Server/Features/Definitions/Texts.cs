using Turnout.Engine.Checks;

namespace Turnout.Server.Features.Definitions;

/// <summary>What people write about items, and how it is searched.</summary>
internal static class Texts
{
    /// <summary>The longest description, in characters.</summary>
    public const int MaxDescription = 4000;

    public const int MaxTags = 50, MaxTagLength = 64, MaxSearch = 200;

    public static void CheckDescription(string text, string member, ICollection<DefinitionError> errors)
    {
        if (text.Length > MaxDescription)
            errors.Add(new(member, "too_long", $"At most {MaxDescription} characters are allowed; these are {text.Length}."));
        else if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            errors.Add(new(member, "invalid_text", "Control characters other than line breaks and tabs are not allowed."));
    }

    public static void CheckTags(IReadOnlyList<string> tags, ICollection<DefinitionError> errors)
    {
        if (tags.Count > MaxTags) errors.Add(new("tags", "too_many_tags", $"At most {MaxTags} tags are allowed."));
        for (var i = 0; i < tags.Count && i <= MaxTags; i++)
        {
            if (tags[i].Length is 0 or > MaxTagLength || tags[i].Any(char.IsControl))
                errors.Add(new($"tags[{i}]", "invalid_tag", $"A tag has 1 to {MaxTagLength} characters, none of them a control character."));
        }
    }

    /// <summary>The text that <see cref="Pattern"/> is looked for in.</summary>
    public static string Search(params IEnumerable<string> texts) => string.Join('\n', texts).ToLowerInvariant();

    /// <summary>Tags so that one can be looked for as a whole.</summary>
    public static string SearchTags(IReadOnlyList<string> tags) => tags.Count == 0 ? "" : $"\n{string.Join('\n', tags).ToLowerInvariant()}\n";

    /// <summary>A pattern for <c>LIKE … ESCAPE '\'</c> that finds the words of <paramref name="text"/> anywhere, in their order; everything when it is null.</summary>
    public static string Pattern(string? text) => text is null ? "%" : $"%{Escape(text.ToLowerInvariant()).Trim().Replace(' ', '%')}%";

    public static string TagPattern(string? tag) => tag is null ? "%" : $"%\n{Escape(tag.ToLowerInvariant())}\n%";

    static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
