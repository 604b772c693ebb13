using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;

namespace Platform.Tests.Support;

/// <summary>Every column of every row that belongs to a dataset version, as text: two readings are equal only where nothing changed.</summary>
public static class VersionContent
{
    public static async Task<IReadOnlyList<string>> ReadAsync(TestDatabase database, Guid versionId)
    {
        await using var db = database.Open();
        var assets = db.Assets.Where(asset => asset.DatasetVersionId == versionId);
        var comments = await db.ReviewComments.Where(comment => assets.Any(asset => asset.Id == comment.AssetId)).ToListAsync();
        object[] rows =
        [
            .. await db.DatasetVersions.Where(row => row.Id == versionId).ToListAsync(),
            .. await db.DatasetSplits.Where(row => row.DatasetVersionId == versionId).ToListAsync(),
            .. await assets.ToListAsync(),
            .. await db.Annotations.Where(row => assets.Any(asset => asset.Id == row.AssetId)).ToListAsync(),
            .. comments,
            .. await db.LabelClasses.Where(row => db.DatasetVersions.Any(version => version.Id == versionId && version.OntologyVersionId == row.OntologyVersionId)).ToListAsync(),
        ];
        return [.. rows.Select(row => Text(db, row)).Order(StringComparer.Ordinal)];
    }

    private static string Text(PlatformDbContext db, object row) =>
        row.GetType().Name + JsonSerializer.Serialize(db.Entry(row).Properties.ToDictionary(property => property.Metadata.Name, property => property.CurrentValue));
}
