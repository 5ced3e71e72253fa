using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Turnout.Server.Features.Access;
using Turnout.Server.Hosting;

namespace Turnout.Server.Features.Environments;

internal static class EnvironmentEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var environments = endpoints.MapGroup("/api/v1/environments").WithTags("Environments");
        environments.MapGet("", ListEnvironments).WithName("listEnvironments").Requires(Right.EnvironmentsRead);
        environments.MapPost("", CreateEnvironment).WithName("createEnvironment").Requires(Right.EnvironmentsWrite);
    }

    /// <summary>The environments, by key.</summary>
    internal static async Task<Results<Ok<Page<EnvironmentBody>>, ProblemHttpResult>> ListEnvironments(
        [AsParameters] PageQuery query, EnvironmentStore store, CancellationToken cancellation)
    {
        if (!query.Read().TryGet(out var page, out var problem)) return problem.ToHttp();
        return TypedResults.Ok(Page.Of(await store.ListAsync(page, cancellation), page, EnvironmentBody.Of, row => [row.Key]));
    }

    /// <summary>Makes an environment.</summary>
    internal static async Task<Results<Created<EnvironmentBody>, ProblemHttpResult>> CreateEnvironment(
        EnvironmentRequest request, EnvironmentStore store, Author author, CancellationToken cancellation)
    {
        if (Keys.Check(request.Key) is { } wrong) return wrong.ToHttp();
        var name = request.Name ?? request.Key;
        if (name.Length is 0 or > 128 || name.Any(char.IsControl))
            return Problem.Invalid("invalid_name", "name", "'name' is 1 to 128 characters without control characters.").ToHttp();
        var created = await store.CreateAsync(request.Key, name, author, cancellation);
        return created.TryGet(out var row, out var problem) ? TypedResults.Created((string?)null, EnvironmentBody.Of(row)) : problem.ToHttp();
    }
}

/// <summary>Asks for an environment.</summary>
/// <param name="Key">1 to 128 letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, starting with a letter or digit.</param>
/// <param name="Name">What people call it, 1 to 128 characters; the key when left out.</param>
internal sealed record EnvironmentRequest(string Key, string? Name = null);

/// <summary>An environment.</summary>
/// <param name="Version">The version of its ruleset, from 0, one more with every change.</param>
internal sealed record EnvironmentBody(string Key, string Name, long Version, DateTimeOffset CreatedAt)
{
    public static EnvironmentBody Of(EnvironmentRow row) => new(row.Key, row.Name, row.Version, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt));
}
