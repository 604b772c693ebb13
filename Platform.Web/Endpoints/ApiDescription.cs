using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Platform.Web.Endpoints;

/// <summary>Title and sign-in of the OpenAPI document.</summary>
public sealed class ApiDescription : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Platform API";
        document.Info.Version = "v1";
        document.Info.Description = "Sign in by a token from the page \"API tokens\": Authorization: Bearer plt_…";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("token", document)] = [] }];
        return Task.CompletedTask;
    }
}
