using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Turnout.Server.Features.Members;

namespace Turnout.Server.Tests.Members;

public class PasswordTests
{
    const string Session = "/api/v1/session";

    [Fact]
    public async Task Whoever_guesses_learns_nothing_about_who_is_a_member()
    {
        await using var host = await TurnoutHost.StartAsync();
        (await host.JoinAsync("ada@example.org")).Client.Dispose();
        await host.InviteAsync("invited@example.org");
        var answers = new HashSet<string>();
        foreach (var email in new[] { "ada@example.org", "invited@example.org", "nobody@example.org", "not an address", "" })
        {
            var problem = await host.Anonymous.ProblemAsync(HttpMethod.Post, Session, new { email, password = "wrong password here" }, 401, "invalid_sign_in");
            answers.Add(problem.Text("detail"));
        }
        for (var i = 0; i < 10; i++) await host.Anonymous.ProblemAsync(HttpMethod.Post, Session, new { email = "ada@example.org", password = "wrong password here" }, 401, "invalid_sign_in");
        answers.Add((await host.Anonymous.ProblemAsync(HttpMethod.Post, Session, new { email = "ada@example.org", password = MemberExtensions.Password }, 401, "invalid_sign_in")).Text("detail"));
        Assert.Single(answers);
    }

    [Fact]
    public async Task An_unknown_address_costs_the_guesser_a_hash_too()
    {
        var counting = new CountingHasher();
        await using var host = await TurnoutHost.StartAsync(services: services => services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<Member>>(counting)));
        (await host.JoinAsync("ada@example.org")).Client.Dispose();
        foreach (var email in new[] { "ada@example.org", "nobody@example.org" })
        {
            var before = counting.Verified;
            await host.Anonymous.ProblemAsync(HttpMethod.Post, Session, new { email, password = "wrong password here" }, 401, "invalid_sign_in");
            Assert.Equal(before + 1, counting.Verified);
        }
    }

    [Fact]
    public void A_password_s_hash_is_slow_to_make_unless_a_test_asks_otherwise()
    {
        var hasher = new PasswordHasher<Member>(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = new MemberOptions().PasswordRounds }));
        var watch = Stopwatch.StartNew();
        var hash = Convert.FromBase64String(hasher.HashPassword(null!, MemberExtensions.Password));
        Assert.True(watch.Elapsed > TimeSpan.FromMilliseconds(10), $"{watch.Elapsed}");
        // Format 1, HMAC-SHA-512, 210,000 rounds, 16 bytes of salt.
        Assert.Equal("01000000020003345000000010", Convert.ToHexString(hash.AsSpan(0, 13)));
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_a_member_for_a_quarter_of_an_hour_and_are_audited_once()
    {
        await using var host = await TurnoutHost.StartAsync();
        (await host.JoinAsync("ada@example.org")).Client.Dispose();
        for (var i = 0; i < 9; i++) await WrongAsync(host);
        (await host.SignInAsync("ada@example.org")).Dispose();
        for (var i = 0; i < 10; i++) await WrongAsync(host);
        await host.Anonymous.ProblemAsync(HttpMethod.Post, Session, new { email = "ada@example.org", password = MemberExtensions.Password }, 401, "invalid_sign_in");
        var member = (await host.Admin.GetAsync<JsonElement>("/api/v1/members")).GetProperty("items")[0];
        Assert.Equal(host.Clock.GetUtcNow().AddMinutes(15), member.GetProperty("locked_until").GetDateTimeOffset());
        for (var i = 0; i < 5; i++) await WrongAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(15));
        (await host.SignInAsync("ada@example.org")).Dispose();
        Assert.Single((await host.Admin.GetAsync<JsonElement>("/api/v1/audit?kind=member.locked")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_new_invitation_lets_a_locked_member_back_in()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (id, first) = await host.JoinAsync("ada@example.org");
        for (var i = 0; i < 10; i++) await WrongAsync(host);
        var token = (await host.Admin.PostAsync<JsonElement>($"/api/v1/members/{id}/invitation", null)).Text("token");
        using var joined = await host.Anonymous.PostAsync($"{Session}/join", HttpClientExtensions.Content(new { token, password = "another horse battery" }));
        (await host.BrowserAsync(joined)).Dispose();
        (await host.SignInAsync("ada@example.org", "another horse battery")).Dispose();
        using (first) await first.ProblemAsync(HttpMethod.Get, Session, null, 401, "unauthenticated");
    }

    [Fact]
    public async Task Changing_the_password_signs_out_everywhere_else()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (_, here) = await host.JoinAsync("ada@example.org");
        using var elsewhere = await host.SignInAsync("ada@example.org");
        using (here)
        {
            await here.ProblemAsync(HttpMethod.Put, $"{Session}/password", new { current = "not this one at all", password = "another horse battery" }, 400, "wrong_password");
            await here.ProblemAsync(HttpMethod.Put, $"{Session}/password", new { current = MemberExtensions.Password, password = "short" }, 400, "invalid_password");
            await here.PutAsync<string>($"{Session}/password", new { current = MemberExtensions.Password, password = "another horse battery" }, System.Net.HttpStatusCode.NoContent);
            await here.GetAsync<JsonElement>(Session);
        }
        await elsewhere.ProblemAsync(HttpMethod.Get, Session, null, 401, "unauthenticated");
        await host.Anonymous.ProblemAsync(HttpMethod.Post, Session, new { email = "ada@example.org", password = MemberExtensions.Password }, 401, "invalid_sign_in");
        (await host.SignInAsync("ada@example.org", "another horse battery")).Dispose();
        await host.Admin.ProblemAsync(HttpMethod.Put, $"{Session}/password", new { current = MemberExtensions.Password, password = "another horse battery" }, 403, "forbidden");
    }

    [Theory]
    [InlineData("""{"email":"ada@example.org"}""", 400, "invalid_value")]
    [InlineData("""{"password":"x"}""", 400, "invalid_value")]
    [InlineData("""{"email":"ada@example.org","password":"x","token":"y"}""", 400, "invalid_value")]
    [InlineData("""{"email":1,"password":"x"}""", 400, "wrong_type")]
    public async Task A_sign_in_that_makes_no_sense_is_told_so(string body, int status, string code)
    {
        await using var host = await TurnoutHost.StartAsync();
        await host.Anonymous.ProblemAsync(HttpMethod.Post, Session, body, status, code);
    }

    [Fact]
    public async Task Another_page_may_not_act_with_a_member_s_cookie()
    {
        await using var host = await TurnoutHost.StartAsync();
        var (_, ada) = await host.JoinAsync("ada@example.org", new { production = "admin" });
        using (ada)
        {
            ada.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
            ada.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
            await ada.ProblemAsync(HttpMethod.Put, "/api/v1/environments/production/flags/f", new { key = "f" }, 403, "forbidden");
        }
    }

    static Task<JsonElement> WrongAsync(TurnoutHost host) =>
        host.Anonymous.ProblemAsync(HttpMethod.Post, Session, new { email = "ada@example.org", password = "wrong password here" }, 401, "invalid_sign_in");

    sealed class CountingHasher : IPasswordHasher<Member>
    {
        readonly PasswordHasher<Member> inner = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 1 }));

        public int Verified { get; private set; }

        public string HashPassword(Member user, string password) => inner.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(Member user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
