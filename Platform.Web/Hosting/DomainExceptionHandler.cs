using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Platform.Core.Shared;
using Platform.Web.Resources;

namespace Platform.Web.Hosting;

/// <summary>The one place that knows which status a domain error has.</summary>
public sealed class DomainExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The language that the pipeline chose was unwound together with the exception.
        CultureInfo.CurrentUICulture = httpContext.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture ?? CultureInfo.CurrentUICulture;
        if (Describe(httpContext, exception) is not { } problem)
        {
            return false;
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "2";
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    public static int StatusOf(DomainRuleException error) => error switch
    {
        NotFoundException => StatusCodes.Status404NotFound,
        AccessDeniedException => StatusCodes.Status403Forbidden,
        ConflictException => StatusCodes.Status409Conflict,
        { Code: "database.busy" or "deployment.busy" or "deployment.not_ready" } => StatusCodes.Status503ServiceUnavailable,
        { Code: "firebase.unreachable" } => StatusCodes.Status503ServiceUnavailable,
        { Code: "firebase.token" } => StatusCodes.Status401Unauthorized,
        { Code: "firebase.unregistered" or "firebase.declined" or "firebase.inactive" } => StatusCodes.Status403Forbidden,
        { Code: "deployment.stopped" } => StatusCodes.Status409Conflict,
        { Code: "deployment.image_too_large" or "deployment.too_many_pixels" } => StatusCodes.Status413PayloadTooLarge,
        { Code: "database.duplicate" or "database.referenced" } => StatusCodes.Status409Conflict,
        { Code: "llm.model_held" or "llm.preset_held" or "llm.deployment_held" or "llm.dataset_held" } => StatusCodes.Status409Conflict,
        { Code: "llm.dataset_too_large" } => StatusCodes.Status413PayloadTooLarge,
        { Code: "token.scope" or "token.project" or "token.wider" } => StatusCodes.Status403Forbidden,
        { Code: "quota.tokens" } => StatusCodes.Status429TooManyRequests,
        { Code: "value.unknown" } => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static ProblemDetails? Describe(HttpContext context, Exception exception)
    {
        var services = context.RequestServices;
        switch (exception)
        {
            case DomainRuleException error:
                return Problem(StatusOf(error), error.Code, services.GetRequiredService<DomainErrorText>().Of(error), error.Details);
            case BadHttpRequestException error:
                return Problem(error.StatusCode, "request.invalid", error.Message);
            default:
                if (!DatabaseBusy.Is(exception))
                {
                    return null;
                }

                var localizer = services.GetRequiredService<IStringLocalizer<Texts>>();
                return Problem(StatusCodes.Status503ServiceUnavailable, "database.busy", localizer["error.database.busy"]);
        }
    }

    private static ProblemDetails Problem(int status, string code, string detail, object? details = null)
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            Detail = detail,
            Extensions = { ["code"] = code },
        };
        if (details is not null)
        {
            problem.Extensions["details"] = details;
        }

        return problem;
    }
}
