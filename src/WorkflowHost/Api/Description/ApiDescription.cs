using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;

namespace WorkflowHost.Api.Description;

/// <summary>What the OpenAPI document says beyond routes and types: sign-in, command headers, and the problems every operation may answer with.</summary>
internal static class ApiDescription
{
    private static readonly (int Status, string Text)[] _problems =
    [
        (400, "The request is not valid; `errors` has a code per field."),
        (401, "Not signed in."),
        (403, "Not permitted; recorded in the audit."),
        (404, "There is no such thing, or it is not visible."),
        (409, "Conflict with the current state, which is in `current`."),
    ];

    public static void Shape(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "WorkflowHost",
                Version = "v1",
                Description = "Cases, tasks, clocks and revisits of an insurer's standard operating procedures. Instants are ISO 8601 with offset; texts follow Accept-Language (zh-CN, en).",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["apiKey"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "For machines. People use the session cookie, with X-Requested-With on every change.",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("apiKey", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        AddPolicies(operation, context);
        var takesCommand = context.Description.ActionDescriptor.EndpointMetadata.OfType<System.Reflection.MethodInfo>()
            .Any(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CommandHeaders)));
        if (takesCommand)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(Header(CommandHeaders.IdempotencyKeyHeader, "Applied once, however often it is sent with the same body."));
            operation.Parameters.Add(Header("If-Match", "Version from ETag; refused with 409 when it is no longer the present one."));
            if (context.Description.SupportedResponseTypes.Any(answer => answer.Type == typeof(CaseView)))
            {
                operation.Parameters.Add(Header(CommandHeaders.PreferHeader, "return=minimal: the answer has the case's summary, version and open tasks alone."));
            }
        }

        operation.Responses ??= [];
        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellation);
        foreach (var (status, text) in _problems)
        {
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
            {
                Description = text,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = schema } },
            });
        }
    }

    private static void AddPolicies(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var policies = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>()
            .Select(data => data.Policy)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(policy => $"`{policy}` ({string.Join(", ", Security.AccessPolicies.RolesOf(policy))})")
            .ToList();
        if (policies.Count > 0)
        {
            operation.Description = $"Needs {string.Join(" and ", policies)}. {operation.Description}".TrimEnd();
        }
    }

    private static OpenApiParameter Header(string name, string text) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = text,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
