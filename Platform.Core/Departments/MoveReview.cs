using System.Security.Cryptography;
using System.Text.Json;
using Platform.Core.Shared;

namespace Platform.Core.Departments;

/// <summary>A department or project by name.</summary>
public sealed record Named(Guid Id, string Name);

/// <summary>What changes when a person moves to another department.</summary>
/// <param name="SeesEverything">An administrator, who loses and gains sight of nothing.</param>
/// <param name="LosesProjects">Projects that they will no longer find.</param>
/// <param name="GainsProjects">Projects that they will find.</param>
/// <param name="Manages">Whether they manage the department that they leave, so that a successor must be named.</param>
/// <param name="Successors">Active members who could manage it; empty also where none is needed.</param>
/// <param name="AssignedImages">Images of drafts left behind that stay assigned to them until a reviewer gives them to others.</param>
/// <param name="FreeTokens">Their standing tokens without a project, which reach the new department's projects.</param>
/// <param name="BoundTokens">Their standing tokens for one project that they will no longer find: they find nothing then.</param>
/// <param name="Work">What they have running or waiting.</param>
/// <param name="Token">Proves to the command that this very review was read.</param>
public sealed record UserMoveReview(
    Guid UserId, string UserName, Named From, Named To, bool SeesEverything, IReadOnlyList<Named> LosesProjects, IReadOnlyList<Named> GainsProjects, bool Manages,
    IReadOnlyList<Person> Successors, int AssignedImages, int FreeTokens, int BoundTokens, IReadOnlyList<WorkUnderWay> Work, string Token);

/// <summary>What changes when a project moves to another department.</summary>
/// <param name="LosesPeople">Active people who will no longer find it. Administrators see all projects and are in neither list.</param>
/// <param name="GainsPeople">Active people who will find it.</param>
/// <param name="StorageBytes">What the project holds.</param>
/// <param name="TargetBytes">What the new department will hold with it.</param>
/// <param name="TargetQuotaBytes">Null for no limit. A move above it is allowed; uploads there are refused then.</param>
/// <param name="TargetTrainingHours">Of this month; null for no limit.</param>
/// <param name="AssignedImages">Images of drafts that stay assigned to people who will no longer find them.</param>
/// <param name="BoundTokens">Standing tokens for this project alone, of people who will no longer find it: they find nothing then.</param>
/// <param name="Deployments">Deployments of its models, which only the new department's people and tokens will be able to call.</param>
/// <param name="NameTaken">The new department has a project of this name: one of them must be renamed first.</param>
/// <param name="Work">What runs or waits in it; trainings and uploads go on.</param>
/// <param name="Token">Proves to the command that this very review was read.</param>
public sealed record ProjectMoveReview(
    Guid ProjectId, string ProjectName, Named From, Named To, IReadOnlyList<Person> LosesPeople, IReadOnlyList<Person> GainsPeople, long StorageBytes, long TargetBytes,
    long? TargetQuotaBytes, int? TargetTrainingHours, int AssignedImages, int BoundTokens, int Deployments, bool NameTaken, IReadOnlyList<WorkUnderWay> Work, string Token);

/// <summary>The review's seal: what was read must be what is done.</summary>
internal static class ReviewSeal
{
    // Work comes and goes, and bytes grow, without anybody's access changing.
    public static UserMoveReview Of(UserMoveReview review) => review with { Token = Hash(review with { Work = [], Token = "" }) };

    public static ProjectMoveReview Of(ProjectMoveReview review) => review with { Token = Hash(review with { Work = [], Token = "", StorageBytes = 0, TargetBytes = 0, AssignedImages = 0 }) };

    public static void Demand(string actual, string read)
    {
        if (actual != read)
        {
            throw Stale();
        }
    }

    /// <summary>Of two who move the same at once, the second finds nothing where the review saw it.</summary>
    public static void DemandMoved(int rows)
    {
        if (rows != 1)
        {
            throw Stale();
        }
    }

    private static ConflictException Stale() => new("department.review_stale", "What this move changes is no longer what the review said. Read the review again.");

    private static string Hash<T>(T review) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(review)));
}
