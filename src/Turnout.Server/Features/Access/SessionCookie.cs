using Microsoft.AspNetCore.Http;

namespace Turnout.Server.Features.Access;

/// <summary>
/// The cookie of a signed-in browser. Over TLS its name begins with <c>__Host-</c>: browsers then take it from this very host only, over TLS only.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "turnout_session";
    const string SecureName = "__Host-" + Name;

    /// <returns>The session's secret; null where the browser sent none.</returns>
    public static string? Read(HttpRequest request) => request.Cookies.TryGetValue(request.IsHttps ? SecureName : Name, out var secret) && secret.Length > 0 ? secret : null;

    public static void Write(HttpContext context, string secret, TimeSpan life) =>
        context.Response.Cookies.Append(context.Request.IsHttps ? SecureName : Name, secret, Options(context, life));

    public static void Delete(HttpContext context) =>
        context.Response.Cookies.Delete(context.Request.IsHttps ? SecureName : Name, Options(context, null));

    static CookieOptions Options(HttpContext context, TimeSpan? life) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = life,
        IsEssential = true,
    };
}
