using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Turnout.Server.Tests.Access;

/// <summary>An OpenID Connect provider on the loopback: publishes keys, sends browsers back with codes, redeems them.</summary>
internal sealed class LocalIssuer : IAsyncDisposable
{
    public const string Client = "turnout", Secret = "the client's secret & more";

    readonly WebApplication app;
    readonly ConcurrentDictionary<string, (string Challenge, string Nonce, string Redirect)> codes = new();
    List<(string Id, RSA? Rsa, ECDsa? Elliptic)> keys = [];

    LocalIssuer(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    /// <summary>How often the keys were read.</summary>
    public int Read { get; private set; }

    public bool Down { get; set; }

    /// <summary>What the next identity token says, beside <c>iss</c>, <c>aud</c>, <c>exp</c> and <c>nonce</c>, which may be given too.</summary>
    public Dictionary<string, object?> Claims { get; } = [];

    /// <summary>When identity tokens end.</summary>
    public DateTimeOffset Expires { get; set; }

    public static async Task<LocalIssuer> StartAsync(DateTimeOffset now)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new LocalIssuer(app) { Expires = now.AddMinutes(5) };
        issuer.Rotate("k1");
        app.MapGet("/.well-known/openid-configuration", issuer.Describe);
        app.MapGet("/keys", issuer.Publish);
        app.MapPost("/token", issuer.RedeemAsync);
        await app.StartAsync();
        return issuer;
    }

    /// <summary>Takes new keys, an RSA one and an elliptic one, in place of those before.</summary>
    public void Rotate(string id) => keys = [($"{id}", RSA.Create(2048), null), ($"{id}-ec", null, ECDsa.Create(ECCurve.NamedCurves.nistP256))];

    public string Sign(object claims, string? algorithm = "RS256", string? keyId = null)
    {
        var key = keys.First(key => algorithm!.StartsWith("ES", StringComparison.Ordinal) ? key.Elliptic is not null : key.Rsa is not null);
        var head = Encode(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, kid = keyId ?? key.Id }));
        var signed = $"{head}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = key.Elliptic?.SignData(bytes, HashAlgorithmName.SHA256)
            ?? key.Rsa!.SignData(bytes, algorithm!.EndsWith("512", StringComparison.Ordinal) ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256,
                algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        return $"{signed}.{Encode(signature)}";
    }

    /// <summary>The RSA public key, as someone would who takes it for a shared secret.</summary>
    public byte[] PublicKeyText => Encoding.ASCII.GetBytes(keys[0].Rsa!.ExportSubjectPublicKeyInfoPem());

    /// <summary>What the person does at the provider: agrees, and is sent back.</summary>
    /// <returns>The address that the browser is sent back to.</returns>
    public string Agree(Uri address)
    {
        var query = System.Web.HttpUtility.ParseQueryString(address.Query);
        Assert.Equal(("code", Client, "openid email profile", "S256"), (query["response_type"], query["client_id"], query["scope"], query["code_challenge_method"]));
        var code = Guid.NewGuid().ToString();
        codes[code] = (query["code_challenge"]!, query["nonce"]!, query["redirect_uri"]!);
        return $"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"]!)}";
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    IResult Describe() => Down ? Results.StatusCode(503) : Results.Json(new
    {
        issuer = Address, jwks_uri = $"{Address}/keys", authorization_endpoint = $"{Address}/authorize", token_endpoint = $"{Address}/token",
    });

    IResult Publish()
    {
        Read++;
        return Down ? Results.StatusCode(503) : Results.Json(new { keys = keys.Select(Public).ToList() });
    }

    async Task<IResult> RedeemAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var basic = Encoding.ASCII.GetString(Convert.FromBase64String(request.Headers.Authorization.ToString()["Basic ".Length..])).Split(':').Select(Uri.UnescapeDataString).ToArray();
        if (basic is not [Client, Secret]) return Results.Unauthorized();
        if (!codes.TryRemove(form["code"].ToString(), out var code)
            || Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != code.Challenge || form["redirect_uri"] != code.Redirect) return Results.BadRequest();
        var claims = new Dictionary<string, object?> { ["iss"] = Address, ["aud"] = Client, ["exp"] = Expires.ToUnixTimeSeconds(), ["nonce"] = code.Nonce };
        foreach (var (name, value) in Claims) claims[name] = value;
        return Results.Json(new { access_token = "of no use", token_type = "Bearer", id_token = Sign(claims) });
    }

    static object Public((string Id, RSA? Rsa, ECDsa? Elliptic) key)
    {
        if (key.Elliptic?.ExportParameters(false) is { } point) return new { kty = "EC", kid = key.Id, crv = "P-256", x = Encode(point.Q.X!), y = Encode(point.Q.Y!) };
        var rsa = key.Rsa!.ExportParameters(false);
        return new { kty = "RSA", kid = key.Id, use = "sig", n = Encode(rsa.Modulus!), e = Encode(rsa.Exponent!) };
    }

    static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
