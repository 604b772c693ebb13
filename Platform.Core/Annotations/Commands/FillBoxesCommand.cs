using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Annotations.Commands;

/// <summary>What <see cref="FillBoxesCommand"/> did.</summary>
/// <param name="Filled">Boxes that now say what the model read, pending review.</param>
/// <param name="Agreed">Boxes that said so already; their review stands.</param>
/// <param name="Changed">Boxes that somebody changed or deleted meanwhile; they were left alone.</param>
/// <param name="UnknownClasses">Keys that the dataset's ontology lacks, with the number of answers left out.</param>
public sealed record FillBoxesReport(int Filled, int Agreed, int Changed, IReadOnlyDictionary<string, int> UnknownClasses);

/// <summary>
/// Writes a model's answers into boxes of a draft: their text or their class. The drawing stays whose it was; the box names the model and its confidence, and waits for review.
/// </summary>
public sealed class FillBoxesCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    // Texts in any script stay readable in the database.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="actor">Who lets the model answer.</param>
    /// <param name="versionId">A draft.</param>
    /// <param name="modelVersionId">Whose answers they are.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="readings">Of boxes that <see cref="Queries.StandingBoxQueries"/> gave.</param>
    /// <param name="cancellationToken">Nothing is written once it is cancelled.</param>
    public async Task<FillBoxesReport> ExecuteAsync(
        Actor actor, Guid versionId, Guid modelVersionId, BoxQuestion question, IReadOnlyList<AssetReadings> readings, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.Annotate, cancellationToken)).DemandDraft();
        await db.ModelVersionForAsync(actor, modelVersionId, Permission.ViewProject, cancellationToken);
        var classes = await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == scope.Version.OntologyVersionId).ToDictionaryAsync(row => row.Key, cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var rows = await RowsAsync(db, versionId, readings, cancellationToken);
                var (due, agreed, changed, unknown) = Sort(readings, rows, classes, question);
                var revisions = await AnnotationBatches.RaiseRevisionsAsync(db, [.. due.Select(item => item.Row.AssetId).Distinct()], cancellationToken);
                foreach (var (row, labelClassId, attributes, confidence) in due)
                {
                    row.Fill(labelClassId, attributes, modelVersionId, Math.Clamp(confidence, 0, 1), revisions[row.AssetId]);
                }

                await db.SaveChangesAsync(cancellationToken);
                return new FillBoxesReport(due.Count, agreed, changed, unknown);
            },
            cancellationToken);
    }

    private static async Task<Dictionary<Guid, Annotation>> RowsAsync(PlatformDbContext db, Guid versionId, IReadOnlyList<AssetReadings> readings, CancellationToken cancellationToken)
    {
        var assetIds = readings.Where(asset => asset.Readings.Count > 0).Select(asset => asset.AssetId).ToList();
        return await (
            from annotation in db.Annotations
            join asset in db.Assets on annotation.AssetId equals asset.Id
            where asset.DatasetVersionId == versionId && assetIds.Contains(asset.Id) && annotation.GeometryType == ShapeType.Bbox
            select annotation).ToDictionaryAsync(row => row.Id, cancellationToken);
    }

    private static (List<(Annotation Row, Guid LabelClassId, string? Attributes, double Confidence)> Due, int Agreed, int Changed, Dictionary<string, int> Unknown) Sort(
        IReadOnlyList<AssetReadings> readings, Dictionary<Guid, Annotation> rows, Dictionary<string, LabelClass> classes, BoxQuestion question)
    {
        var (due, agreed, changed, unknown) = (new List<(Annotation, Guid, string?, double)>(), 0, 0, new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var reading in readings.SelectMany(asset => asset.Readings))
        {
            if (!rows.TryGetValue(reading.AnnotationId, out var row) || row.Revision != reading.Revision)
            {
                changed++;
            }
            else if (reading.ClassKey is { } key && (!classes.TryGetValue(key, out var labelClass) || labelClass.ShapeType != ShapeType.Bbox))
            {
                unknown[key] = unknown.GetValueOrDefault(key) + 1;
            }
            else
            {
                var labelClassId = reading.ClassKey is { } known ? classes[known].Id : row.LabelClassId;
                var says = question.TextAttribute is { } name && reading.Text is { } text ? (Name: name, Text: text) : default;
                var isSaid = row.LabelClassId == labelClassId && (says.Name is null || BoxQuestion.TextOf(row, says.Name) == says.Text);
                if (isSaid && !row.AwaitsReview)
                {
                    agreed++;
                }
                else
                {
                    due.Add((row, labelClassId, says.Name is null ? row.Attributes : With(row.Attributes, says.Name, says.Text), reading.Confidence));
                }
            }
        }

        return (due, agreed, changed, unknown);
    }

    private static string With(string? attributes, string name, string text)
    {
        var values = attributes is null ? [] : JsonNode.Parse(attributes)!.AsObject();
        values[name] = text;
        return values.ToJsonString(s_json);
    }
}
