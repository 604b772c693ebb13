using Microsoft.AspNetCore.Http.Features;

namespace Platform.Web.Echo;

/// <summary>Puts the echo engine below <c>/echo</c>, before everything that concerns people: it knows no users, only its secret.</summary>
public static class EchoPipeline
{
    // Programs that try whether long prompts pass; far above what a person types.
    private const long LongestRequestBytes = 128L << 20;

    public static void UseEchoEngine(this WebApplication app)
    {
        var engine = app.Services.GetRequiredService<EchoEngine>();
        if (engine.IsEnabled)
        {
            app.Map(EchoEngine.Path, branch => branch.Run(context => RunAsync(context, engine)));
        }
    }

    private static async Task RunAsync(HttpContext context, EchoEngine engine)
    {
        if (!engine.Lets(context))
        {
            await EchoAnswers.ErrorAsync(context, StatusCodes.Status401Unauthorized, "invalid_request_error", "invalid_api_key", "The echo engine answers this platform alone.");
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LongestRequestBytes;
        }

        await ((context.Request.Method, context.Request.Path.Value) switch
        {
            ("GET", "/health") => Task.CompletedTask,
            ("GET", "/v1/models") => EchoAnswers.ModelsAsync(context),
            ("POST", "/v1/chat/completions") => EchoChat.AnswerAsync(context),
            ("POST", "/v1/completions") => EchoCompletions.AnswerAsync(context),
            ("POST", "/v1/embeddings") => EchoEmbeddings.AnswerAsync(context),
            _ => EchoAnswers.ErrorAsync(context, StatusCodes.Status404NotFound, "invalid_request_error", "not_found", $"There is no {context.Request.Method} {context.Request.Path}."),
        });
    }
}
