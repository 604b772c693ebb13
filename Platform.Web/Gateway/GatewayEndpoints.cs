using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Llm.Gateway;
using Platform.Core.Shared;
using Platform.Web.Hosting;
using Platform.Web.SignIn;

namespace Platform.Web.Gateway;

/// <summary>The OpenAI-compatible interface to every registered language model.</summary>
public static class GatewayEndpoints
{
    public const string Root = "/v1";

    public static void MapGateway(this IEndpointRouteBuilder app)
    {
        var gateway = app.MapGroup(Root).WithTags("Gateway").AddEndpointFilter(RefuseForgedRequests).DisableAntiforgery();
        foreach (var operation in new[] { GatewayOperation.Chat, GatewayOperation.Completions, GatewayOperation.Embeddings })
        {
            gateway.MapPost(operation.Path[Root.Length..], (HttpContext context, RequestActor who, GatewayRelay relay) => AnswerAsync(context, who.Actor, relay, operation))
                .WithMetadata(new GatewayBody()).Produces(StatusCodes.Status200OK, contentType: "application/json");
        }

        gateway.MapGet("/models", ListAsync);
        gateway.MapGet("/models/{**name}", GetAsync);
    }

    public static async Task AnswerAsync(HttpContext context, Actor actor, GatewayRelay relay, GatewayOperation operation)
    {
        try
        {
            await relay.RunAsync(context, actor, operation);
        }
        catch (GatewayException refused)
        {
            await GatewayAnswers.ErrorAsync(context, refused.Error);
        }
        catch (DomainRuleException refused)
        {
            await GatewayAnswers.ErrorAsync(context, ErrorOf(context, refused));
        }
    }

    public static async Task ListAsync(HttpContext context, RequestActor who, RouteBoard board)
    {
        try
        {
            AccessPolicy.Demand(who.Actor, Permission.UseLlm, who.Actor.DepartmentId);
            var table = await board.TableAsync(context.RequestAborted);
            await GatewayAnswers.JsonAsync(context, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("object", "list");
                writer.WriteStartArray("data");
                foreach (var model in table.ModelsOf(who.Actor))
                {
                    Write(writer, model);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            });
        }
        catch (DomainRuleException refused)
        {
            await GatewayAnswers.ErrorAsync(context, ErrorOf(context, refused));
        }
    }

    public static async Task GetAsync(HttpContext context, RequestActor who, RouteBoard board, string name)
    {
        try
        {
            AccessPolicy.Demand(who.Actor, Permission.UseLlm, who.Actor.DepartmentId);
            var route = await board.FindAsync(who.Actor, name, context.RequestAborted) ?? throw new GatewayException(GatewayError.NotFound(name));
            await GatewayAnswers.JsonAsync(context, writer => Write(writer, route.Model));
        }
        catch (GatewayException refused)
        {
            await GatewayAnswers.ErrorAsync(context, refused.Error);
        }
        catch (DomainRuleException refused)
        {
            await GatewayAnswers.ErrorAsync(context, ErrorOf(context, refused));
        }
    }

    private static void Write(Utf8JsonWriter writer, RoutedModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", 0);
        writer.WriteString("owned_by", "platform");
        writer.WriteEndObject();
    }

    // The rules of the platform in the words of this interface.
    private static GatewayError ErrorOf(HttpContext context, DomainRuleException refused)
    {
        var status = DomainExceptionHandler.StatusOf(refused);
        var text = context.RequestServices.GetRequiredService<DomainErrorText>().Of(refused);
        var code = refused.Code.Replace('.', '_');
        return refused.Code switch
        {
            "llm.journal_full" => GatewayError.Unavailable(code, text),
            "quota.tokens" => new GatewayError(429, "insufficient_quota", "insufficient_quota", text) { ShouldRetry = false },
            _ => new GatewayError(status, status switch { 403 => "permission_error", 404 => "not_found_error", >= 500 => "api_error", _ => "invalid_request_error" }, code, text),
        };
    }

    private static async ValueTask<object?> RefuseForgedRequests(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        if (CookieSignIn.TokenIdOf(context.User) is null && !SameOrigin.IsSafe(context.Request))
        {
            await GatewayAnswers.ErrorAsync(context, new GatewayError(403, "permission_error", "cross_site", "This request came from another site. Use a token."));
            return Results.Empty;
        }

        return await next(call);
    }

    /// <summary>Bodies are bounded by the gateway's own setting, while they are read.</summary>
    private sealed class GatewayBody : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }
}
