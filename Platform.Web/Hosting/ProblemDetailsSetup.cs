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
