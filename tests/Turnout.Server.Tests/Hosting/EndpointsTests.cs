using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Tests.Hosting;

public class EndpointsTests
{
    [Fact]
    public async Task Every_endpoint_declares_who_may_call_it()
    {
        await using var host = await TurnoutHost.StartAsync();
        var endpoints = host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count >= 10);
        Assert.Empty(endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<RequiredRight>() is null).Select(endpoint => endpoint.DisplayName));
    }

    [Fact]
    public async Task Every_endpoint_with_a_right_refuses_strangers()
    {
        await using var host = await TurnoutHost.StartAsync();
        foreach (var endpoint in host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<RequiredRight>()!.Right == Right.None) continue;
            var address = System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!, "\\{[^}]*\\}", "x");
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
                await host.Anonymous.ProblemAsync(new HttpMethod(method), address, null, 401, "unauthenticated");
        }
    }

    [Fact]
    public async Task An_endpoint_that_declares_nothing_is_never_open()
    {
        await using var host = await TurnoutHost.StartAsync(map: endpoints =>
        {
            var group = endpoints.MapGroup("");
            ((IEndpointConventionBuilder)group).Finally(endpoints.ServiceProvider.GetRequiredService<Gate>().Guard);
            group.MapGet("/forgotten", () => "open to all");
        });
        using var answer = await host.Anonymous.GetAsync("/forgotten");
        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, answer.StatusCode);
        var failure = Assert.Throws<InvalidOperationException>(() => host.Service<EndpointDataSource>().Endpoints);
        Assert.Contains("/forgotten", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_names_every_operation_its_tag_and_its_problems()
    {
        await using var host = await TurnoutHost.StartAsync();
        var document = await host.Anonymous.GetAsync<JsonElement>("/openapi/v1.json");
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.Object).Select(method => (Name: $"{method.Name} {path.Name}", method.Value))).ToList();
        Assert.True(operations.Count >= 10);
        Assert.Empty(operations.Where(operation => !operation.Value.TryGetProperty("operationId", out _)).Select(operation => operation.Name));
        Assert.Empty(operations.Where(operation => !operation.Value.TryGetProperty("tags", out _)).Select(operation => operation.Name));
        Assert.Empty(operations.Where(operation => !operation.Value.TryGetProperty("summary", out _)).Select(operation => operation.Name));
        Assert.Empty(operations.Where(operation => !operation.Value.GetProperty("responses").TryGetProperty("default", out _)).Select(operation => operation.Name));
        Assert.Equal(operations.Count, operations.Select(operation => operation.Value.GetProperty("operationId").GetString()).Distinct().Count());
        var problem = document.GetProperty("components").GetProperty("schemas").GetProperty("Problem").GetProperty("properties");
        Assert.Equal(["type", "title", "status", "detail", "code", "errors", "request_id"], problem.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Health_answers_anyone()
    {
        await using var host = await TurnoutHost.StartAsync();
        Assert.Equal("live", (await host.Anonymous.GetAsync<JsonElement>("/health/live")).GetProperty("status").GetString());
        Assert.Equal("ready", (await host.Anonymous.GetAsync<JsonElement>("/health/ready")).GetProperty("status").GetString());
    }
}
