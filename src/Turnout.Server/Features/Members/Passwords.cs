using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Members;

/// <summary>
/// Sets and checks passwords. A check costs the same, and says the same, whether the address is unknown, the password is wrong or the member
/// is locked: nobody learns who is a member. Thread-safe.
/// </summary>
internal sealed class Passwords(MemberStore store, IPasswordHasher<Member> hasher, IOptions<MemberOptions> options, TimeProvider clock) : IDisposable
{
    const int MinLength = 12, MaxLength = 256, LeastDifferent = 5;

    static readonly Problem Refused = new("invalid_sign_in", 401,
        "The email address or the password is wrong, or there were too many attempts: then wait a quarter of an hour, or ask an admin for a new invitation.");

    static readonly Member Nobody = new(new MemberRow(), new Dictionary<string, Role>());

    // A hash is meant to take long: those who guess may not take every core from those who evaluate flags.
    readonly SemaphoreSlim hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    readonly Lazy<string> hashOfNobody = new(() => hasher.HashPassword(Nobody, Secret.New("")));

    /// <returns>Null when it can be a password, else 400 <c>invalid_password</c>.</returns>
    public static Problem? Check(string password, string member = "password") =>
        password.Length is < MinLength or > MaxLength || password.Distinct().Count() < LeastDifferent
            ? Problem.Invalid("invalid_password", member, $"A password has {MinLength} to {MaxLength} characters, {LeastDifferent} of them different.")
            : null;

    public async Task<string> HashAsync(string password, CancellationToken cancellation)
    {
        await hashing.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => hasher.HashPassword(Nobody, password), cancellation);
        }
        finally
        {
            hashing.Release();
        }
    }

    /// <returns>The member; 401 <c>invalid_sign_in</c>.</returns>
    public async Task<Result<Member>> SignInAsync(string email, string password, Author author, CancellationToken cancellation)
    {
        var address = Email.Read(email) ?? "";
        var member = await store.FindByEmailAsync(address, cancellation);
        var right = password.Length <= MaxLength && await VerifyAsync(member, password, cancellation);
        if (right && member is { Row.DisabledAt: null } && member.Row.LockedUntil <= clock.GetUtcNow().ToUnixTimeMilliseconds()) return member;
        // Not to be taken back by who hangs up: the attempt counts.
        await store.RecordFailureAsync(address, options.Value.Attempts, options.Value.LockedFor, author, CancellationToken.None);
        return Refused;
    }

    async Task<bool> VerifyAsync(Member? member, string password, CancellationToken cancellation)
    {
        await hashing.WaitAsync(cancellation);
        try
        {
            var verified = await Task.Run(() => hasher.VerifyHashedPassword(member ?? Nobody, member?.Row.PasswordHash ?? hashOfNobody.Value, password), cancellation);
            return verified != PasswordVerificationResult.Failed && member?.Row.PasswordHash is not null;
        }
        finally
        {
            hashing.Release();
        }
    }

    public void Dispose() => hashing.Dispose();
}
