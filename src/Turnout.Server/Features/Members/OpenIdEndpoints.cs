using System.Buffers.Text;
using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Members;

internal static class OpenIdEndpoints
{
    const string Path = "/api/v1/session/openid";
    const string QuestionCookie = "turnout_openid";

    static readonly TimeSpan QuestionLife = TimeSpan.FromMinutes(15);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/session/methods", GetSignInMethods).WithName("getSignInMethods").WithTags("Session").Public();
        var provider = endpoints.MapGroup(Path).WithTags("Session").Public().SignsIn();
        provider.MapGet("", GoToProvider).WithName("goToProvider");
        provider.MapGet("/callback", ComeFromProvider).WithName("comeFromProvider");
    }

    /// <summary>How one can sign in here: what the sign-in page shows.</summary>
    internal static Ok<SignInMethodsBody> GetSignInMethods(OpenIdProvider provider) =>
        TypedResults.Ok(new SignInMethodsBody(true, provider.IsConfigured ? new SignInProviderBody(provider.Name, Path) : null));

    /// <summary>Sends a browser to the OpenID Connect provider. It comes back signed in, or to the sign-in page with `?problem=` and a code.</summary>
    internal static async Task<Results<RedirectHttpResult, ProblemHttpResult>> GoToProvider(
        HttpContext context, OpenIdProvider provider, [Description("The page of ours to go to afterwards; the first one when left out.")] string? from, CancellationToken cancellation)
    {
        var question = OpenIdQuestion.Ask(IsOurs(from) ? from! : "/");
        if (!(await provider.AskAsync(question, RedirectAddress(context.Request), cancellation)).TryGet(out var address, out var problem))
            return problem.Code == "no_provider" ? problem.ToHttp() : Problematic(problem);
        context.Response.Cookies.Append(CookieName(context.Request), Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(question)), Cookie(context.Request, QuestionLife));
        return TypedResults.Redirect(address);
    }

    /// <summary>Where the provider sends the browser back to.</summary>
    internal static async Task<RedirectHttpResult> ComeFromProvider(
        HttpContext context, string? code, string? state, string? error, OpenIdProvider provider, MemberStore members, AccessStore store, KeyTable table,
        IOptions<AccessOptions> access, IOptions<OpenIdOptions> options, CancellationToken cancellation)
    {
        var question = ReadQuestion(context.Request);
        context.Response.Cookies.Delete(CookieName(context.Request), Cookie(context.Request, null));
        // An answer to a question that this browser never asked would sign it in as somebody else.
        if (question is null || state is null || !OpenIdProvider.Same(state, question.State)) return Problematic(new Problem("sign_in_refused", 401, "This browser did not ask."));
        if (error is not null || code is null) return Problematic(new Problem("sign_in_refused", 401, "The provider refused."));
        if (!(await provider.RedeemAsync(question, code, RedirectAddress(context.Request), cancellation)).TryGet(out var person, out var problem)) return Problematic(problem);
        var author = new Author("anonymous", ProblemResults.RequestId(context));
        if (!(await FindAsync(person, members, options.Value, author, cancellation)).TryGet(out var member, out problem)) return Problematic(problem);
        await SessionEndpoints.StartAsync(context, member, "provider", store, table, access.Value.SessionLife, author, cancellation);
        return TypedResults.Redirect(question.From);
    }

    /// <summary>The member bound to the person; or the invited one with the address that the provider has verified, who is bound from now on; or a new one, where that is allowed.</summary>
    static async Task<Result<Member>> FindAsync(OpenIdPerson person, MemberStore members, OpenIdOptions options, Author author, CancellationToken cancellation)
    {
        var member = await members.FindBySubjectAsync(person.Subject, cancellation);
        if (member is null && person.Email is { } email)
        {
            member = await members.FindByEmailAsync(email, cancellation);
            if (member is { Row.Subject: not null }) return NotAMember;
            if (member is { Row.DisabledAt: null }) await members.BindSubjectAsync(member, person.Subject, author, cancellation);
            if (member is null && options.NewMemberRoles.Count > 0)
            {
                var name = person.Name is { } said && MemberEndpoints.CheckName(said) is null ? said : email.Length <= 128 ? email : email[..128];
                return await members.CreateAsync(email, name, person.Subject, MemberRoles.Read(options.NewMemberRoles.AsReadOnly()).Value, author with { Name = "openid" }, cancellation);
            }
        }
        return member is { Row.DisabledAt: null } ? member : NotAMember;
    }

    static readonly Problem NotAMember = new("not_a_member", 401, "The provider knows this person, and no member here is that person, or may sign in.");

    static RedirectHttpResult Problematic(Problem problem) => TypedResults.Redirect($"/sign-in?problem={problem.Code}");

    /// <summary>Only pages of our own are gone back to: <c>//evil.example</c> and <c>/\evil.example</c> are not.</summary>
    internal static bool IsOurs(string? page) =>
        page is { Length: > 0 and <= 1024 } && page[0] == '/' && (page.Length == 1 || page[1] is not ('/' or '\\')) && !page.Any(char.IsControl) && Uri.IsWellFormedUriString(page, UriKind.Relative);

    static string RedirectAddress(HttpRequest request) => $"{request.Scheme}://{request.Host}{Path}/callback";

    static string CookieName(HttpRequest request) => request.IsHttps ? $"__Host-{QuestionCookie}" : QuestionCookie;

    static OpenIdQuestion? ReadQuestion(HttpRequest request)
    {
        if (!request.Cookies.TryGetValue(CookieName(request), out var text) || text.Length > 4096 || !Base64Url.IsValid(text)) return null;
        try
        {
            return JsonSerializer.Deserialize<OpenIdQuestion>(Base64Url.DecodeFromChars(text)) is { State: not null, Nonce: not null, Verifier: not null } question && IsOurs(question.From) ? question : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Lax, not strict: the browser comes back from another site.
    static CookieOptions Cookie(HttpRequest request, TimeSpan? life) => new()
    {
        HttpOnly = true, Secure = request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = life, IsEssential = true,
    };
}
