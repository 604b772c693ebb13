using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Platform.Core.Shared;
using Platform.Web.Resources;

namespace Platform.Web.Hosting;

/// <summary>Turns known exceptions into RFC 9457 problem documents; unknown ones stay a plain 500 without details.</summary>
public static class ProblemDetailsSetup
{
    public static void AddPlatformProblemDetails(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<DomainExceptionHandler>();
    }
}

/// <summary>The one place that knows which status a domain error has.</summary>
public sealed class DomainExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
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
        { Code: "value.unknown" } => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static ProblemDetails? Describe(HttpContext context, Exception exception)
    {
        var services = context.RequestServices;
        switch (exception)
        {
            case DomainRuleException error:
                return Problem(StatusOf(error), error.Code, services.GetRequiredService<DomainErrorText>().Of(error));
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

    private static ProblemDetails Problem(int status, string code, string detail) => new()
    {
        Status = status,
        Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
        Detail = detail,
        Extensions = { ["code"] = code },
    };
}

/// <summary>Recognises "try again in a moment" answers of either database engine.</summary>
public static class DatabaseBusy
{
    public static bool Is(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            // SQLite reports busy (5) and locked (6) as non-transient; Npgsql marks serialization failures and lost connections transient.
            if (exception is DbException error && (error.IsTransient || IsLockedSqlite(error)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLockedSqlite(DbException error) =>
        error.GetType().Name == "SqliteException" && (error.Message.Contains("database is locked", StringComparison.Ordinal) || error.Message.Contains("table is locked", StringComparison.Ordinal));
}
