using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Web.Presence;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>The HTTP interface: the same commands and queries as the pages, for programs and for the canvas.</summary>
public static class ApiEndpoints
{
    public static void AddPlatformApi(this IServiceCollection services)
    {
        services.AddOpenApi("v1", options => options.AddDocumentTransformer<ApiDescription>().AddSchemaTransformer<OptionalSchema>());
        services.AddSingleton<UploadReader>();
        services.AddSingleton<StagedImports>();
        services.AddSingleton<PresenceHub>();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new EnumTextConverter());
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));

            // A diverged training's scores are no numbers, and JSON has no other word for it.
            options.SerializerOptions.NumberHandling |= JsonNumberHandling.AllowNamedFloatingPointLiterals;
        });
    }

    public static void MapPlatformApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup("/api").AddEndpointFilter(RefuseForgedRequests).DisableAntiforgery();
        api.ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPeople();
        api.MapDepartments();
        api.MapAuth();
        api.MapAudit();
        api.MapProjects();
        api.MapOntologies();
        api.MapOntologyMigrations();
        api.MapDatasets();
        api.MapDatasetLifecycle();
        api.MapServerIngest();
        api.MapAssets();
        api.MapTrash();
        api.MapAnnotations();
        api.MapWork();
        api.MapComments();
        api.MapPresence();
        api.MapSmartTools();
        api.MapTiles();
        api.MapImports();
        api.MapInterchangeJobs();
        api.MapModels();
        api.MapIncremental();
        api.MapConversions();
        api.MapImportedWeights();
        api.MapRuns();
        api.MapLaunches();
        api.MapAutoAnnotation();
        api.MapDeployments();
        api.MapPredictions();
        api.MapLlm();
        api.MapLlmDatasets();
    }

    private static ValueTask<object?> RefuseForgedRequests(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.User.Identity?.AuthenticationType is AuthSetup.TokenScheme or AuthSetup.FirebaseScheme || SameOrigin.IsSafe(http.Request)
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Problem("A request signed in by cookie must come from a page of this server.", statusCode: StatusCodes.Status403Forbidden));
    }
}
