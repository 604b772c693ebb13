using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Platform.Core.Shared;

namespace Platform.Web.Endpoints;

/// <summary>Describes a part that may be left out by what it holds when it is given.</summary>
public sealed class OptionalSchema : IOpenApiSchemaTransformer
{
    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Optional<>))
        {
            return;
        }

        var held = await context.GetOrCreateSchemaAsync(type.GetGenericArguments()[0], parameterDescription: null, cancellationToken);
        (schema.Type, schema.Format, schema.Pattern) = (held.Type | JsonSchemaType.Null, held.Format, held.Pattern);
    }
}
