using Turnout.Server.Features.Access;
using Turnout.Server.Features.Environments;
using Turnout.Server.Hosting;
using Turnout.Server.Storage;

namespace Turnout.Server.Features.Drafts;

/// <summary>Whether a change may be made at once.</summary>
internal static class Review
{
    // What was set up earlier, by a change that was reviewed itself, goes its way.
    static readonly HashSet<string> Machines = new(StringComparer.Ordinal) { "schedule", "ramp", "guardrail", "system" };

    /// <returns>Null, or 409 <c>review_required</c> where the environment takes such changes as drafts only.</returns>
    public static async Task<Problem?> CheckAsync(Session session, string environment, Author author) =>
        Machines.Contains(author.Name) || !(await SettingsStore.OfAsync(session, environment)).Review.Required
            ? null
            : Problem.Conflict("review_required", $"Changes of '{environment}' need the consent of a second person: write a draft (POST …/drafts). Switching off, pausing and stopping is possible at once.");
}
