using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Datasets.Commands;

/// <summary>What a verification found.</summary>
/// <param name="DamagedFiles">Files whose stored bytes are missing or no longer have their hash; empty unless bytes were checked.</param>
public sealed record VersionVerification(string ExpectedSha256, string ActualSha256, IReadOnlyList<string> DamagedFiles)
{
    public bool IsIntact => ExpectedSha256 == ActualSha256 && DamagedFiles.Count == 0;
}

/// <summary>Proves that a frozen version still is what was frozen, before it is trained on or handed over.</summary>
public sealed class VerifyDatasetVersionCommand(IDbContextFactory<PlatformDbContext> contexts, IBlobStore store)
{
    /// <param name="includeBytes">Also reads every file and takes its hash; a matter of minutes for large versions.</param>
    public async Task<VersionVerification> ExecuteAsync(Actor actor, Guid versionId, bool includeBytes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken)).Version;
        var expected = version.ContentSha256 ?? throw new DomainRuleException(
            "dataset.not_frozen", $"Version '{version.VersionTag}' is a draft and has no content hash yet. Freeze it first.", version.VersionTag);
        var damaged = new List<string>();
        if (includeBytes)
        {
            await foreach (var asset in DatasetContent.ReadAsync(db, version, cancellationToken))
            {
                if (!await HasItsBytesAsync(asset, cancellationToken))
                {
                    damaged.Add(asset.FileName);
                }
            }
        }

        return new VersionVerification(expected, await HashAsync(db, version, cancellationToken), damaged);
    }

    // Geometry that somebody made unreadable behind the program's back is damage, not a failure of the check.
    private static async Task<string> HashAsync(PlatformDbContext db, Model.DatasetVersion version, CancellationToken cancellationToken)
    {
        try
        {
            return await DatasetContent.HashAsync(db, version, cancellationToken);
        }
        catch (DomainRuleException exception) when (exception.Code == "geometry.malformed")
        {
            return "";
        }
    }

    private async Task<bool> HasItsBytesAsync(ContentAsset asset, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await store.OpenReadAsync(asset.StorageUri, cancellationToken);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == asset.Sha256;
        }
        catch (BlobNotFoundException)
        {
            return false;
        }
    }
}
