using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Turnout.Server.Hosting;

/// <summary>
/// What every answer tells browsers, whoever asked: it is what its type says, shows in no frame, names nobody as where the next request came
/// from, and runs nothing. The admin UI's page brings a policy of its own.
/// </summary>
internal static class SecurityHeaders
{
    static readonly StringValues NoSniff = "nosniff", NoReferrer = "no-referrer", Deny = "DENY";
    static readonly StringValues NoContent = "default-src 'none'; frame-ancestors 'none'";
    static readonly StringValues OneYear = "max-age=31536000";

    public static void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers.ContentSecurityPolicy = NoContent;
        headers["Referrer-Policy"] = NoReferrer;
        if (context.Request.IsHttps) headers.StrictTransportSecurity = OneYear;
    }
}
