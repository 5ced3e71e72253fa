using Microsoft.AspNetCore.Http;
using Turnout.Engine.Checks;

namespace Turnout.Client.AspNetCore;

/// <summary>The anonymous browser's id: the same cookie that the browser SDK reads and writes.</summary>
internal static class VisitorCookie
{
    public const string Name = "turnout_visitor";

    private const int LongestId = 128;

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>The id; null where there is none, or one that no SDK wrote.</summary>
    public static string? Read(HttpRequest request)
    {
        // Looked for in the header itself: parsing all cookies into a dictionary costs more than the evaluation that follows.
        foreach (var header in request.Headers.Cookie)
        {
            var rest = header.AsSpan();
            while (rest.Length > 0)
            {
                var end = rest.IndexOf(';');
                var pair = (end < 0 ? rest : rest[..end]).Trim(' ');
                rest = end < 0 ? default : rest[(end + 1)..];
                if (pair.Length <= Name.Length || pair[Name.Length] != '=' || !pair.StartsWith(Name, StringComparison.Ordinal)) continue;
                var id = pair[(Name.Length + 1)..];
                return IsId(id) ? id.ToString() : null;
            }
        }

        return null;
    }

    public static void Write(HttpResponse response, string id, bool secure, string? domain) =>
        response.Cookies.Append(Name, id, new CookieOptions
        {
            Path = "/",
            Domain = domain,
            MaxAge = Year,
            SameSite = SameSiteMode.Lax,
            Secure = secure,
            // The browser SDK reads it, too.
            HttpOnly = false,
            IsEssential = false,
        });

    private static bool IsId(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > LongestId || id.Length > Names.MaxUnitIdBytes) return false;
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')) return false;
        }

        return true;
    }
}
