using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Hosting;

/// <summary>What the OpenAPI document says beyond what the endpoints declare themselves.</summary>
internal static class ApiDescription
{
    const string KeyScheme = "key";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Turnout";
            document.Info.Version = "1";
            document.Info.Description = "Feature flags and experiments. Errors are RFC 9457 problem details with a stable `code`.";
            document.Servers?.Clear();
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A server key, a client key, an admin token or an end-user token; also as `X-API-Key`.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var right = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredRight>().LastOrDefault()?.Right ?? Right.None;
            operation.Responses ??= [];
            operation.Responses.TryAdd("default", new OpenApiResponse { Description = "A problem (RFC 9457), with its `code`." });
            if (right == Right.None) return Task.CompletedTask;
            operation.Description = $"{operation.Description}\n\nFor {Rights.Holders(right)}.".Trim();
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
