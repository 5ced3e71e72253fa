using Microsoft.Extensions.Options;

namespace Turnout.Server.Features.Members;

/// <summary>Section <c>Turnout:Members</c>: how members sign in.</summary>
public sealed class MemberOptions
{
    /// <summary>Failed sign-ins in a row after which a member is locked. Default: 10.</summary>
    public int Attempts { get; set; } = 10;

    /// <summary>How long a member is locked. Default: 15 minutes.</summary>
    public TimeSpan LockedFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an invitation can be followed. Default: 3 days.</summary>
    public TimeSpan InvitationLife { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Rounds of PBKDF2 with HMAC-SHA-512 for new passwords, 100,000 or more. Default: 210,000.</summary>
    public int PasswordRounds { get; set; } = 210_000;

    internal sealed class Validation : IValidateOptions<MemberOptions>
    {
        public ValidateOptionsResult Validate(string? name, MemberOptions options) =>
            options.Attempts is < 3 or > 1000 ? ValidateOptionsResult.Fail("Turnout:Members:Attempts must be 3 to 1000.")
            : options.LockedFor <= TimeSpan.Zero ? ValidateOptionsResult.Fail("Turnout:Members:LockedFor must be more than nothing, such as 00:15:00.")
            : options.InvitationLife <= TimeSpan.Zero ? ValidateOptionsResult.Fail("Turnout:Members:InvitationLife must be more than nothing, such as 3.00:00:00.")
            : options.PasswordRounds is < 100_000 or > 100_000_000 ? ValidateOptionsResult.Fail("Turnout:Members:PasswordRounds must be 100000 or more.")
            : ValidateOptionsResult.Success;
    }
}
