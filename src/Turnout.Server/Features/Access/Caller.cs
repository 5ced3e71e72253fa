using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Access;

internal enum CallerKind
{
    /// <summary>An admin token, a signed-in operator, a personal or service token.</summary>
    Operator,
    Server,
    Client,
    EndUser,
}

/// <summary>Who makes this request. Handlers take it as a parameter; endpoints declared <c>.Public()</c> have none.</summary>
internal sealed class Caller
{
    public required CallerKind Kind { get; init; }

    /// <summary>
    /// As the audit log names the caller: <c>admin</c>, <c>member:ada@example.org</c>, <c>server:checkout</c>, <c>client:web</c>, <c>user:42</c>.
    /// What stands before the colon is the actor's kind.
    /// </summary>
    public required string Actor { get; init; }

    /// <summary>The environment of the key or token; null for operators, who name one in the address.</summary>
    public string? Environment { get; init; }

    /// <summary>What the caller may do everywhere; an application's key, in its own environment.</summary>
    public required Right Rights { get; init; }

    /// <summary>What an operator may do beyond that in single environments.</summary>
    public IReadOnlyDictionary<string, Right> RightsIn { get; init; } = FrozenDictionary<string, Right>.Empty;

    /// <summary>When the key, token or session ends by itself; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The pages that may use a client key, such as <c>https://shop.example</c>; null: any.</summary>
    public IReadOnlyList<string>? Origins { get; init; }

    /// <summary>What this server has seen of the key's use; null where nobody counts.</summary>
    public KeyUse? Use { get; init; }

    /// <summary>The member who is signed in, or whose token this is; null for others.</summary>
    public string? MemberId { get; init; }

    /// <summary>The id of the key; null where there is none.</summary>
    public string? KeyId { get; init; }

    /// <summary>An end user's claims under their names in the evaluation context (<c>user_id</c>, <c>team_id</c>, attributes); else empty.</summary>
    public IReadOnlyDictionary<string, JsonElement> Claims { get; init; } = FrozenDictionary<string, JsonElement>.Empty;

    public bool Has(Right right) => (Rights & right) == right;

    /// <summary>Whether the caller has the right in an environment.</summary>
    public bool Has(Right right, string environment) =>
        (Environment is null || Environment == environment)
        && ((Rights | (RightsIn.TryGetValue(environment, out var more) ? more : Right.None)) & right) == right;

    /// <summary>Whether the caller has all of that itself, so that it may give it to others.</summary>
    public bool Covers(Right everywhere, IReadOnlyDictionary<string, Right> rightsIn) =>
        Has(everywhere & ~Right.Account) && rightsIn.All(rights => Has(rights.Value & ~Right.Account, rights.Key));

    /// <summary>Everything the caller may do somewhere.</summary>
    public Right RightsAnywhere => RightsIn.Values.Aggregate(Rights, (all, some) => all | some);

    /// <summary>The environment of an application's key or token; a bug where the endpoint lets admins in.</summary>
    public string RequiredEnvironment => Environment ?? throw new InvalidOperationException("This caller belongs to no environment.");

    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<Caller>());
}

/// <summary>Who makes a change, and by which request: what the audit log keeps. Handlers take it as a parameter.</summary>
/// <param name="Name">See <see cref="Caller.Actor"/>; <c>system</c> for the server itself.</param>
/// <param name="RequestId">Null where no request asked for it.</param>
internal sealed record Author(string Name, string? RequestId = null)
{
    public static Author System { get; } = new("system");

    public static ValueTask<Author?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<Author?>(new Author(context.Features.Get<Caller>()?.Actor ?? "anonymous", ProblemResults.RequestId(context)));
}
