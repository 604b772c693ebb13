using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Model;
using Platform.Core.Deployments.Queries;
using Platform.Training.Deployments;
using Platform.Training.Deployments.Bundles;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Models at work: deploy, go back, try another version, stop, and see how they do. Asking them is in <see cref="PredictionEndpoints"/>.</summary>
public static class DeploymentEndpoints
{
    private const int MaxHours = 24 * 35;
    private const string Zip = "application/zip";
    private const string Pem = "application/x-pem-file";

    public static void MapDeployments(this IEndpointRouteBuilder api)
    {
        var deployments = api.MapGroup("").WithTags("Deployments");
        deployments.MapGet("/projects/{projectId:guid}/deployments", ListAsync);
        deployments.MapPost("/deployments", DeployAsync).WithSummary("A new deployment, or the next version of one that stands.");
        deployments.MapGet("/deployments/{name}", GetAsync);
        deployments.MapGet("/deployments/{name}/history", HistoryAsync);
        deployments.MapGet("/deployments/{name}/bundle", BundleAsync).WithSummary("The stable version to take away: ONNX, description, runners, checksums, signature.").Produces<byte[]>(contentType: Zip);
        deployments.MapGet("/model-versions/{versionId:guid}/description", DescribeAsync)
            .WithSummary("How images go into the version's ONNX file and how its answers are read: model.json of a bundle.").Produces<object>(contentType: "application/json");
        deployments.MapGet("/deployment-bundle-key", BundleKeyAsync).WithSummary("The public key that bundles are signed with, as PEM.").Produces<string>(contentType: Pem);
        deployments.MapGet("/deployments/{name}/minutes", MinutesAsync);
        deployments.MapPost("/deployments/{name}/rollback", RollBackAsync).WithSummary("Back to the version that stood before; a second time takes that back.");
        deployments.MapPut("/deployments/{name}/canary", SetCanaryAsync).WithSummary("Let another version answer a share of the requests; weight 0 ends that.");
        deployments.MapPost("/deployments/{name}/promote", PromoteAsync).WithSummary("The version on trial answers all requests from now on.");
        deployments.MapPost("/deployments/{name}/stop", StopAsync);
        deployments.MapPost("/deployments/{name}/start", StartAsync);
        deployments.MapPut("/deployments/{name}/keeping", KeepAsync).WithSummary("Keep every n-th request in a draft; 0 keeps none.");
    }

    public static Task<IReadOnlyList<DeploymentView>> ListAsync(RequestActor who, Guid projectId, DeploymentQueries deployments, CancellationToken cancellation) =>
        deployments.ListAsync(who.Actor, projectId, cancellation);

    public static Task<DeploymentView> GetAsync(RequestActor who, string name, DeploymentQueries deployments, CancellationToken cancellation) => deployments.GetAsync(who.Actor, name, cancellation);

    public static Task<IReadOnlyList<DeploymentEventView>> HistoryAsync(RequestActor who, string name, DeploymentQueries deployments, CancellationToken cancellation) =>
        deployments.HistoryAsync(who.Actor, name, cancellation);

    /// <summary>The last hours, minute by minute and version by version.</summary>
    public static async Task<IReadOnlyList<MinuteView>> MinutesAsync(RequestActor who, string name, DeploymentFigures figures, TimeProvider time, CancellationToken cancellation, int hours = 1)
    {
        var from = time.GetUtcNow().UtcDateTime.AddHours(-Math.Clamp(hours, 1, MaxHours));
        return [.. (await figures.MinutesAsync(who.Actor, name, from, cancellation)).Select(MinuteView.Of)];
    }

    public static async Task<IResult> BundleAsync(RequestActor who, string name, EdgeBundleQueries bundles, RecordAuditEntryCommand audit, CancellationToken cancellation)
    {
        var bundle = await bundles.ReadAsync(who.Actor, name, cancellation);
        await audit.OfDeploymentAsync(who.Actor, AuditActions.DeploymentBundleTaken, name, cancellation);
        return Results.File(bundle, Zip, $"{name}.zip");
    }

    public static async Task<IResult> DescribeAsync(RequestActor who, Guid versionId, EdgeBundleQueries bundles, CancellationToken cancellation) =>
        Results.Text((await bundles.DescribeAsync(who.Actor, versionId, cancellation)).Json, "application/json");

    public static async Task<IResult> BundleKeyAsync(RequestActor who, BundleSigner signer, CancellationToken cancellation) => Results.Text(await signer.PublicKeyAsync(cancellation), Pem);

    public static async Task<IResult> DeployAsync(RequestActor who, NewDeployment body, DeployModelCommand deploy, DeploymentQueries deployments, CancellationToken cancellation)
    {
        await deploy.ExecuteAsync(who.Actor, body.ModelVersionId, body.Name, body.Target, cancellation, body.OverrideReason);
        return TypedResults.Created($"/api/deployments/{body.Name.Trim()}", await deployments.GetAsync(who.Actor, body.Name.Trim(), cancellation));
    }

    public static async Task<DeploymentView> RollBackAsync(RequestActor who, string name, RollBackDeploymentCommand rollBack, DeploymentQueries deployments, CancellationToken cancellation)
    {
        await rollBack.ExecuteAsync(who.Actor, name, cancellation);
        return await deployments.GetAsync(who.Actor, name, cancellation);
    }

    public static async Task<DeploymentView> SetCanaryAsync(RequestActor who, string name, CanaryBody body, SetCanaryCommand canary, DeploymentQueries deployments, CancellationToken cancellation)
    {
        await canary.ExecuteAsync(who.Actor, name, body.ModelVersionId, body.Weight, cancellation, body.OverrideReason);
        return await deployments.GetAsync(who.Actor, name, cancellation);
    }

    public static async Task<DeploymentView> PromoteAsync(RequestActor who, string name, PromoteCanaryCommand promote, DeploymentQueries deployments, CancellationToken cancellation)
    {
        await promote.ExecuteAsync(who.Actor, name, cancellation);
        return await deployments.GetAsync(who.Actor, name, cancellation);
    }

    public static async Task<IResult> StopAsync(RequestActor who, string name, SwitchDeploymentCommand change, CancellationToken cancellation)
    {
        await change.ExecuteAsync(who.Actor, name, isActive: false, cancellation);
        return Results.NoContent();
    }

    public static async Task<IResult> StartAsync(RequestActor who, string name, SwitchDeploymentCommand change, CancellationToken cancellation)
    {
        await change.ExecuteAsync(who.Actor, name, isActive: true, cancellation);
        return Results.NoContent();
    }

    public static async Task<DeploymentView> KeepAsync(RequestActor who, string name, KeepingBody body, KeepRequestsCommand keep, DeploymentQueries deployments, CancellationToken cancellation)
    {
        await keep.ExecuteAsync(who.Actor, name, body.Every, body.DatasetVersionId, cancellation);
        return await deployments.GetAsync(who.Actor, name, cancellation);
    }
}

/// <summary>A deployment as sent.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens.</param>
/// <param name="OverrideReason">Why, although the version forgot classes of its parent.</param>
public sealed record NewDeployment(Guid ModelVersionId, string Name, DeploymentTarget Target = DeploymentTarget.Cloud, string? OverrideReason = null);

/// <summary>A trial as sent.</summary>
/// <param name="Weight">Requests in a hundred; 0 ends the trial.</param>
/// <param name="ModelVersionId">May be left out to change the weight of the version on trial.</param>
/// <param name="OverrideReason">Why, although the version forgot classes of its parent.</param>
public sealed record CanaryBody(int Weight, Guid? ModelVersionId = null, string? OverrideReason = null);

/// <param name="Every">One in so many requests is kept; 0 for none.</param>
/// <param name="DatasetVersionId">A draft; may be left out to go on with the same one.</param>
public sealed record KeepingBody(int Every, Guid? DatasetVersionId = null);
