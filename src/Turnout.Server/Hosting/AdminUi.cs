using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Turnout.Server.Hosting;

/// <summary>
/// Serves the built admin UI out of memory: hashed assets for ever, everything else checked for changes, and the page itself at every
/// address that is a page's and not the API's. The page carries a strict content security policy with a nonce of its own each time.
/// </summary>
internal sealed class AdminUi
{
    /// <summary>What the build puts in place of the nonce.</summary>
    const string NoncePlace = "__CSP_NONCE__";

    // Style attributes are set by scripts only; a stylesheet or a script from elsewhere never runs.
    static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'self'; style-src-elem 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    static readonly PathString[] Api = ["/api", "/auth", "/sdk", "/ofrep", "/health", "/openapi", "/assets"];

    readonly FrozenDictionary<string, UiFile> files;
    readonly string[] page;

    AdminUi(FrozenDictionary<string, UiFile> files, string page)
    {
        this.files = files;
        this.page = page.Split(NoncePlace);
    }

    /// <param name="folder">Where the build put the UI.</param>
    /// <returns>Null where there is none: the server was built without it.</returns>
    public static AdminUi? Open(string folder)
    {
        var index = Path.Combine(folder, "index.html");
        if (!File.Exists(index)) return null;
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => path != index && Path.GetExtension(path) is not (".br" or ".gz"))
            .ToFrozenDictionary(path => "/" + Path.GetRelativePath(folder, path).Replace('\\', '/'), UiFile.Read);
        return new AdminUi(files, File.ReadAllText(index));
    }

    /// <returns>What answers the request; null where the UI has nothing to say to it.</returns>
    public Func<HttpContext, Task>? Find(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return null;
        if (files.TryGetValue(request.Path.Value ?? "/", out var file)) return file.WriteAsync;
        // Programs that mistype an address get a problem; people, whose browsers ask for HTML, get the page that says so.
        return WantsHtml(request) && !Array.Exists(Api, prefix => request.Path.StartsWithSegments(prefix)) ? WritePageAsync : null;
    }

    static bool WantsHtml(HttpRequest request) => request.Path == "/" || request.Headers.Accept.Any(value => value?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    Task WritePageAsync(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var body = Encoding.UTF8.GetBytes(string.Join(nonce, page));
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(nonce);
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body).AsTask();
    }

    /// <summary>A file with its compressed forms, which the build made.</summary>
    sealed record UiFile(string ContentType, bool Hashed, string Tag, byte[] Plain, byte[]? Brotli, byte[]? Gzip)
    {
        public static UiFile Read(string path)
        {
            var plain = File.ReadAllBytes(path);
            var hashed = Path.GetFileName(Path.GetDirectoryName(path)) == "assets";
            return new UiFile(TypeOf(path), hashed, $"\"{Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8))}\"", plain, Compressed(path + ".br"), Compressed(path + ".gz"));
        }

        public async Task WriteAsync(HttpContext context)
        {
            var (request, response) = (context.Request, context.Response);
            response.Headers.ETag = Tag;
            response.Headers.CacheControl = Hashed ? "public, max-age=31536000, immutable" : "no-cache";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (request.Headers.IfNoneMatch.Contains(Tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
            var (encoding, body) = Choose(request.Headers.AcceptEncoding);
            if (encoding is not null) response.Headers.ContentEncoding = encoding;
            response.ContentType = ContentType;
            response.ContentLength = body.Length;
            if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(body);
        }

        (string? Encoding, byte[] Body) Choose(StringValues accepted)
        {
            var text = accepted.ToString();
            if (Brotli is not null && text.Contains("br", StringComparison.Ordinal)) return ("br", Brotli);
            return Gzip is not null && text.Contains("gzip", StringComparison.Ordinal) ? ("gzip", Gzip) : (null, Plain);
        }

        static byte[]? Compressed(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

        static string TypeOf(string path) => Path.GetExtension(path) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".json" => "application/json",
            ".png" => "image/png",
            ".woff2" => "font/woff2",
            _ => "application/octet-stream",
        };
    }
}
