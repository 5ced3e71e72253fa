using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Members;

/// <summary>What a browser keeps while it is at the provider.</summary>
/// <param name="State">Comes back in the address: the answer belongs to this browser's question.</param>
/// <param name="Nonce">Comes back in the identity token: the token belongs to it too.</param>
/// <param name="Verifier">Redeems the code (PKCE): a code that was overheard is worth nothing.</param>
/// <param name="From">The page to go back to.</param>
internal sealed record OpenIdQuestion(string State, string Nonce, string Verifier, string From)
{
    public static OpenIdQuestion Ask(string from) => new(Secret.New(""), Secret.New(""), Secret.New(""), from);
}

/// <summary>Whom the provider has recognised.</summary>
/// <param name="Subject">The issuer and its name for the person, with a space between.</param>
/// <param name="Email">In lower case; null where the provider gives none, or has not verified it.</param>
internal sealed record OpenIdPerson(string Subject, string? Email, string? Name);

/// <summary>The provider's side of signing in: OpenID Connect's authorization code flow with PKCE. Thread-safe.</summary>
internal sealed class OpenIdProvider(IOptions<OpenIdOptions> options, TimeProvider clock, ILogger<OpenIdProvider> log) : IDisposable
{
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    readonly OpenIdOptions options = options.Value;
    readonly HttpClient http = IssuerKeys.CreateHttp();
    readonly IssuerKeys? keys = options.Value.Authority is { } authority
        ? new IssuerKeys(authority, null, options.Value.PinnedAlgorithms, IssuerKeys.CreateHttp(), clock, log)
        : null;

    public bool IsConfigured => keys is not null;

    public string Name => options.Name;

    /// <summary>Where the browser goes to sign in.</summary>
    /// <returns>The address; 404 <c>no_provider</c>, 503 <c>issuer_unavailable</c>.</returns>
    public async Task<Result<string>> AskAsync(OpenIdQuestion question, string redirect, CancellationToken cancellation)
    {
        if (keys is null) return Problem.NotFound("no_provider", "No OpenID Connect provider is configured here.");
        if (keys.Document is null && await keys.ReadAsync(cancellation) is { } unavailable) return unavailable;
        if (keys.Document?.Authorization is not { } address) return Refused("the provider names no address to sign in at");
        return QueryHelpers.AddQueryString(address, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = options.ClientId,
            ["redirect_uri"] = redirect,
            ["scope"] = options.Scopes,
            ["state"] = question.State,
            ["nonce"] = question.Nonce,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(question.Verifier))),
            ["code_challenge_method"] = "S256",
        });
    }

    /// <summary>Redeems the code that the browser brought back.</summary>
    /// <returns>The person; 401 <c>sign_in_refused</c>, 503 <c>issuer_unavailable</c>.</returns>
    public async Task<Result<OpenIdPerson>> RedeemAsync(OpenIdQuestion question, string code, string redirect, CancellationToken cancellation)
    {
        if (keys is null) return Problem.NotFound("no_provider", "No OpenID Connect provider is configured here.");
        if (keys.Document is null && await keys.ReadAsync(cancellation) is { } unavailable) return unavailable;
        if (!(await FetchTokenAsync(question, code, redirect, cancellation)).TryGet(out var token, out var problem)) return problem;
        var read = WebToken.Read(token, null, keys);
        if (ReferenceEquals(read.Problem, WebToken.UnknownSigner))
            read = await keys.ReadAsync(cancellation) is { } missing ? missing : WebToken.Read(token, null, keys);
        if (!read.TryGet(out var claims, out problem)) return problem.Status == 503 ? problem : Refused(problem.Detail);
        return Check(claims, question);
    }

    public void Dispose()
    {
        http.Dispose();
        keys?.Dispose();
    }

    Result<OpenIdPerson> Check(JsonElement claims, OpenIdQuestion question)
    {
        var issuer = keys!.Document!.Issuer;
        if (WebToken.Text(claims, "iss") != issuer) return Refused("the identity token is another issuer's");
        if (!WebToken.Holds(claims, "aud", options.ClientId)) return Refused("the identity token is meant for another client");
        if (claims.TryGetProperty("azp", out _) && WebToken.Text(claims, "azp") != options.ClientId) return Refused("the identity token was issued to another client");
        if (!WebToken.CheckTimes(claims, clock.GetUtcNow(), Skew).TryGet(out var ends, out var problem)) return Refused(problem.Detail);
        if (ends is null) return Refused("the identity token has no end");
        if (WebToken.Text(claims, "nonce") is not { } nonce || !Same(nonce, question.Nonce)) return Refused("the identity token answers another question");
        if (WebToken.Text(claims, "sub") is not { Length: > 0 and <= 255 } subject) return Refused("the identity token names nobody");
        var verified = claims.TryGetProperty("email_verified", out var flag) && (flag.ValueKind == JsonValueKind.True || (flag.ValueKind == JsonValueKind.String && flag.ValueEquals("true")));
        return new OpenIdPerson($"{issuer} {subject}", verified ? Email.Read(WebToken.Text(claims, "email") ?? "") : null, WebToken.Text(claims, "name"));
    }

    async Task<Result<string>> FetchTokenAsync(OpenIdQuestion question, string code, string redirect, CancellationToken cancellation)
    {
        if (keys!.Document!.Token is not { } address) return Refused("the provider names no address to redeem codes at");
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirect, ["code_verifier"] = question.Verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        if (options.ClientSecret is { } secret && keys.Document.TakesBasic)
        {
            var pair = $"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }
        else
        {
            form["client_id"] = options.ClientId;
            if (options.ClientSecret is { } posted) form["client_secret"] = posted;
        }
        request.Content = new FormUrlEncodedContent(form);
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode) return Refused($"the provider refused the code with {(int)response.StatusCode}");
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            return answer.RootElement.ValueKind == JsonValueKind.Object && WebToken.Text(answer.RootElement, "id_token") is { } token
                ? token
                : Refused("the provider sent no identity token");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            log.LogWarning("The provider {Authority} could not be asked: {Reason}", options.Authority, exception.Message);
            return new Problem("issuer_unavailable", 503, "The provider cannot be reached just now.") { RetryAfterSeconds = 30 };
        }
    }

    Problem Refused(string why)
    {
        log.LogWarning("A sign-in at {Authority} was refused: {Reason}", options.Authority, why);
        return new Problem("sign_in_refused", 401, $"The sign-in was refused: {why}.");
    }

    public static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
