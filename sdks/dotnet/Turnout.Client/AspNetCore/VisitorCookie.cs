using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Turnout.Client.AspNetCore;

/// <summary>The anonymous browser's id: the same cookie that the browser SDK reads and writes.</summary>
internal static class VisitorCookie
{
    public const string Name = "turnout_visitor";

    private const string NameAndEquals = Name + "=";

    private const int LongestId = 128;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>The id; null where there is none, or one that no SDK wrote.</summary>
    public static string? Read(HttpRequest request)
    {
        // Looked for in the header itself: parsing all cookies into a dictionary costs more than the evaluation that follows.
        foreach (var header in request.Headers.Cookie)
        {
            var rest = header.AsSpan();
            int at;
            while ((at = rest.IndexOf(NameAndEquals, StringComparison.Ordinal)) >= 0)
            {
                // The end of another cookie's name is not this cookie.
                var isOwn = at == 0 || rest[at - 1] is ' ' or ';';
                rest = rest[(at + NameAndEquals.Length)..];
                if (!isOwn) continue;
                var end = rest.IndexOf(';');
                var id = end < 0 ? rest : rest[..end];
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

    private static bool IsId(ReadOnlySpan<char> id) => id.Length is > 0 and <= LongestId && !id.ContainsAnyExcept(IdCharacters);
}
