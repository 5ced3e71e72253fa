using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Turnout.Server.Features.Access;

namespace Turnout.Server.Hosting;

/// <summary>What the OpenAPI document says beyond what the endpoints declare themselves.</summary>
internal static class ApiDescription
{
    const string KeyScheme = "key";
    const string ProblemSchema = "Problem";

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
            document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
            document.Components.Schemas[ProblemSchema] = DescribeProblem();
            return Task.CompletedTask;
        });
        // Our own converters hide from the exporter that these are plain strings on the wire.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.ElementType == typeof(string) && schema.Items?.Type is null) schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
            // What is left out where it is null is not always there.
            foreach (var property in context.JsonTypeInfo.Properties)
                if (property.ShouldSerialize is not null) schema.Required?.Remove(property.Name);
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (schema.Type is not null || (type != typeof(string) && type != typeof(DateTimeOffset))) return Task.CompletedTask;
            schema.Type = JsonSchemaType.String | (context.JsonPropertyInfo is { IsGetNullable: true } ? JsonSchemaType.Null : 0);
            if (type == typeof(DateTimeOffset)) schema.Format = "date-time";
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var right = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredRight>().LastOrDefault()?.Right ?? Right.None;
            operation.Responses ??= [];
            operation.Responses.TryAdd("default", new OpenApiResponse
            {
                Description = "A problem (RFC 9457), with its `code`.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, context.Document) },
                },
            });
            if (right == Right.None) return Task.CompletedTask;
            operation.Description = $"{operation.Description}\n\nFor {Rights.Holders(right)}.".Trim();
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] }];
            return Task.CompletedTask;
        });
    }

    static OpenApiSchema DescribeProblem()
    {
        static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "title", "status", "detail", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("Where the status is defined."),
                ["title"] = Text("The status in words."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
                ["detail"] = Text("What went wrong this time, for a human."),
                ["code"] = Text("Stable; what programs switch on."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "For validation: from member to its messages.",
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                },
                ["request_id"] = Text("Names the request in Turnout's log and audit log."),
            },
        };
    }
}
