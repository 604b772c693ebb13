using Platform.Core.Access;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>
/// What each endpoint of the API asks for. Commands and queries decide by role and department, where they have the thing in hand; here a token is turned away whose
/// scopes do not cover the endpoint, before anything is read. Reading asks for <see cref="Permission.ViewProject"/> unless it is named here; a test finds what is missing.
/// </summary>
public static class EndpointPolicies
{
    private const string Version = "/api/dataset-versions/{versionId:guid}";
    private const string Asset = "/api/assets/{assetId:guid}";
    private const string Model = "/api/model-versions/{versionId:guid}";
    private const string Llm = "/api/llm";
    private const string LlmModel = "/api/llm/models/{llmId:guid}";
    private const string LlmPreset = "/api/llm/presets/{presetId:guid}";
    private const string LlmDeployment = "/api/llm/deployments/{llmDeploymentId:guid}";
    private const string LlmDataset = "/api/llm/datasets/{llmDatasetId:guid}";
    private const string Project = "/api/projects/{projectId:guid}";
    private const string Department = "/api/departments/{departmentId:guid}";

    private static readonly Dictionary<string, Permission> s_permissions = new(StringComparer.Ordinal);

    static EndpointPolicies()
    {
        Add(Permission.ViewProject, $"POST {Version}/verify", $"POST {Version}/export-jobs", "POST /api/interchange-jobs/{jobId:guid}/restart", "DELETE /api/interchange-jobs/{jobId:guid}", $"POST {Asset}/presence",
            $"POST {Version}/ontology-migrations/preview", "POST /api/models/{modelId:guid}/recipe", "POST /api/runs/check", "POST /api/runs/estimate", "POST /api/imported-weights/{weightsId:guid}/start-report",
            "POST /api/deployments/{name}/predict");
        Add(Permission.CreateProject, "POST /api/projects");
        Add(Permission.EditProject, $"PUT {Project}", $"PUT {Project}/review-demand", $"DELETE {Project}");
        Add(Permission.EditOntology, $"POST {Project}/ontologies", $"POST {Project}/ontologies/documents", "PUT /api/ontologies/{ontologyId:guid}/classes", "POST /api/ontologies/{ontologyId:guid}/copies",
            "POST /api/ontologies/{ontologyId:guid}/freeze", "POST /api/ontologies/{ontologyId:guid}/default", "PUT /api/ontologies/{ontologyId:guid}/tag", $"POST {Version}/ontology-migrations",
            "POST /api/ontology-migrations/{migrationId:guid}/undo");
        Add(Permission.UploadAssets, $"POST {Project}/datasets", $"POST {Version}/drafts", $"POST {Version}/splits", $"POST {Version}/split-lists", $"POST {Version}/moves", $"POST {Version}/groups",
            $"POST {Version}/tags", $"DELETE {Version}/tags", $"POST {Version}/assets", $"DELETE {Version}/assets", $"POST {Version}/trash/restore", $"DELETE {Version}/trash", $"POST {Version}/imports",
            $"POST {Version}/import-jobs", $"POST {Version}/import-files");
        Add(Permission.Annotate, $"PUT {Asset}/annotations", $"POST {Asset}/excluded-frames", $"POST {Version}/auto-annotation", $"DELETE {Version}/auto-annotation", $"POST {Asset}/model-annotations",
            $"POST {Asset}/comments", "POST /api/comments/{commentId:guid}/resolve", "POST /api/comments/{commentId:guid}/reopen", "DELETE /api/comments/{commentId:guid}", $"PUT {Asset}/work-state",
            $"POST {Version}/work-states", $"POST {Version}/assignments", $"POST {Asset}/smart/prepare", $"POST {Asset}/smart/box", $"POST {Asset}/smart/scissors", $"POST {Asset}/smart/flood");
        Add(Permission.FreezeDataset, $"POST {Version}/freeze");
        Add(Permission.TrainModel, $"POST {Project}/models", $"POST {Project}/imported-weights", "DELETE /api/imported-weights/{weightsId:guid}", $"POST {Model}/evaluations", $"POST {Model}/evaluation-jobs",
            $"DELETE {Model}/evaluation-jobs/{{evaluationId:guid}}", $"POST {Model}/promotions", $"POST {Model}/conversions", $"POST {Model}/artifacts", "POST /api/conversions/{jobId:guid}/restart",
            "DELETE /api/conversions/{jobId:guid}", "POST /api/runs", "POST /api/runs/{runId:guid}/cancel", "POST /api/runs/{runId:guid}/pause", "POST /api/runs/{runId:guid}/resume",
            "POST /api/runs/{runId:guid}/finish", "POST /api/runs/{runId:guid}/reproduce");
        Add(Permission.DeployModel, "POST /api/deployments", "POST /api/deployments/{name}/rollback", "PUT /api/deployments/{name}/canary", "POST /api/deployments/{name}/promote",
            "POST /api/deployments/{name}/stop", "POST /api/deployments/{name}/start", "PUT /api/deployments/{name}/keeping");
        Add(Permission.UseLlm, $"GET {Llm}/models", $"GET {LlmModel}", $"GET {Llm}/deployments", $"GET {LlmDeployment}", $"GET {LlmDeployment}/status-changes", $"GET {Llm}/datasets", $"GET {LlmDataset}",
            $"GET {LlmDataset}/preview");
        Add(Permission.EditLlmPresets, $"POST {LlmModel}/presets", $"PUT {LlmPreset}", $"DELETE {LlmPreset}");
        Add(Permission.ManageLlm, $"POST {Llm}/models", $"PUT {LlmModel}", $"DELETE {LlmModel}", $"POST {Llm}/deployments", $"POST {Llm}/deployments/test", $"PUT {LlmDeployment}", $"DELETE {LlmDeployment}",
            $"PUT {LlmDeployment}/status", $"POST {LlmDeployment}/check", $"PUT {LlmDeployment}/credential", $"DELETE {LlmDeployment}/credential", $"POST {Llm}/echo", $"POST {Llm}/datasets",
            $"POST {Llm}/datasets/files", $"PUT {LlmDataset}", $"DELETE {LlmDataset}");
        Add(Permission.ManageDepartment, "GET /api/audit", "GET /api/audit/export", "GET /api/departments/usage", $"GET {Department}", $"GET {Department}/usage", $"PUT {Department}/manager",
            $"PUT {Department}/members/{{userId:guid}}/active");
        Add(Permission.ManageDepartment, "GET /api/pending-registrations", "POST /api/pending-registrations/{registrationId:guid}/approve");
        Add(Permission.ManagePlatform, "POST /api/pending-registrations/{registrationId:guid}/decline", "POST /api/pending-registrations/{registrationId:guid}/reopen");
        Add(Permission.ManagePlatform, $"POST {Version}/server-folder", $"POST {Version}/s3-prefix", $"POST {Version}/import-folder-jobs", $"PUT {Department}/quotas",
            $"GET {Department}/moves/users/{{userId:guid}}", $"POST {Department}/moves/users/{{userId:guid}}", $"GET {Department}/moves/projects/{{projectId:guid}}",
            $"POST {Department}/moves/projects/{{projectId:guid}}");
    }

    /// <summary>What a permission says nothing of: who one is, and one's own tokens, which have a rule of their own (<see cref="ScopePolicy.DemandTokens"/>).</summary>
    public static IReadOnlyCollection<string> Own { get; } = ["GET /api/me", "GET /api/tokens", "POST /api/tokens", "DELETE /api/tokens/{tokenId:guid}", "POST /api/auth/token"];

    /// <summary>Every endpoint that is named here with its permission.</summary>
    public static IReadOnlyDictionary<string, Permission> Named => s_permissions;

    /// <param name="route">Method and pattern, such as <c>POST /api/projects</c>.</param>
    /// <returns>Null for <see cref="Own"/>, and for an endpoint that changes something and was forgotten here.</returns>
    public static Permission? Of(string route) => s_permissions.TryGetValue(route, out var permission) ? permission
        : !Own.Contains(route) && route.StartsWith("GET ", StringComparison.Ordinal) ? Permission.ViewProject
        : null;

    public static string RouteOf(HttpContext context) =>
        $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/')}";

    /// <summary>Before anything of the request is read. Throws what <see cref="ScopePolicy.Demand"/> throws.</summary>
    public static void DemandScopes(HttpContext context)
    {
        if (RequestActor.Known(context) is not { } actor || context.GetEndpoint() is not RouteEndpoint)
        {
            return;
        }

        var route = RouteOf(context);
        if (Of(route) is { } permission)
        {
            ScopePolicy.Demand(actor, permission);
        }
        else if (!Own.Contains(route))
        {
            // Forgotten above: only a token that may do everything passes.
            foreach (var any in Enum.GetValues<Permission>())
            {
                ScopePolicy.Demand(actor, any);
            }
        }
    }

    private static void Add(Permission permission, params string[] routes)
    {
        foreach (var route in routes)
        {
            s_permissions.Add(route, permission);
        }
    }
}
