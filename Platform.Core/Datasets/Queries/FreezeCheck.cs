using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Queries;

/// <summary>One line of the checklist before a freeze.</summary>
/// <param name="IsBlocking">Whether the version cannot be frozen while it stands; else it is a warning.</param>
/// <param name="Offenders">The first assets concerned.</param>
public sealed record FreezeIssue(string Code, bool IsBlocking, string Message, int Count, IReadOnlyList<FreezeOffender> Offenders);

/// <summary>An asset that a line of the checklist is about, and the shape on it where it is about one.</summary>
public sealed record FreezeOffender(Guid AssetId, string FileName, Guid? AnnotationId = null);

/// <summary>The checklist before a freeze.</summary>
public sealed record FreezeCheck(IReadOnlyList<FreezeIssue> Issues)
{
    public bool CanFreeze => !Issues.Any(issue => issue.IsBlocking);
}

/// <summary>The version is not ready to be frozen; <see cref="Check"/> lists why.</summary>
public sealed class FreezeBlockedException(FreezeCheck check) : DomainRuleException(
    "freeze.blocked", string.Join(" ", check.Issues.Where(issue => issue.IsBlocking).Select(issue => issue.Message)))
{
    public FreezeCheck Check { get; } = check;
}

/// <summary>Gathers the checklist from the version's contents as they stream by.</summary>
internal sealed class FreezeChecklist(int classCount, bool ontologyIsFrozen, string ontologyTag, bool demandsReview)
{
    public const string OntologyDraft = "freeze.ontology_draft";

    private const int MaxOffenders = 50;

    // Stored coordinates are rounded to 1/1000 pixel, so a corner may lie that far over the edge.
    private const double EdgePx = 0.01;

    private readonly Dictionary<string, (int Count, List<FreezeOffender> Offenders)> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<SplitKind, int> _splits = [];

    /// <returns>Whether all its accepted shapes can be read.</returns>
    public bool Add(ContentAsset asset)
    {
        _splits[asset.Split] = _splits.GetValueOrDefault(asset.Split) + 1;
        if (asset.Split == SplitKind.Unassigned)
        {
            Found("freeze.unassigned_assets", asset);
        }

        if (!asset.Shapes.Any(shape => shape.ReviewState == ReviewState.Accepted))
        {
            Found("freeze.images_without_shapes", asset);
        }

        Find("freeze.pending_shapes", asset, shape => shape.ReviewState == ReviewState.Pending);
        var isReadable = !Find("freeze.invalid_geometry", asset, shape => shape.ReviewState == ReviewState.Accepted && !IsValid(shape, asset));
        Find("freeze.class_outside_ontology", asset, shape => shape.ReviewState == ReviewState.Accepted && shape.ClassIndex < 0);
        return isReadable;
    }

    public FreezeCheck Finish()
    {
        var issues = new List<FreezeIssue>();
        void Report(bool when, string code, bool blocking, string message, int count = 0, string? found = null) =>
            _ = when && Append(issues, new FreezeIssue(code, blocking, message, count, _found.GetValueOrDefault(found ?? code).Offenders ?? []));

        var total = _splits.Values.Sum();
        int Count(string code) => _found.GetValueOrDefault(code).Count;
        int InSplit(SplitKind split) => _splits.GetValueOrDefault(split);
        Report(classCount == 0, "freeze.no_classes", true, "The ontology has no classes. Add the classes to annotate.");
        Report(classCount > 0 && !ontologyIsFrozen, OntologyDraft, true, $"The ontology version '{ontologyTag}' is a draft: its classes could still change. Freeze the ontology version first.");
        Report(total == 0, "freeze.no_assets", true, "The version holds no images. Upload some first.");
        Report(InSplit(SplitKind.Unassigned) > 0, "freeze.unassigned_assets", true, $"{InSplit(SplitKind.Unassigned)} images are in no split. Assign them to train, val or test, or delete them.", InSplit(SplitKind.Unassigned));
        Report(total > 0 && InSplit(SplitKind.Train) == 0, "freeze.empty_train", true, "The train split is empty. Assign images to it.");
        Report(Count("freeze.invalid_geometry") > 0, "freeze.invalid_geometry", true, $"{Count("freeze.invalid_geometry")} images have shapes that lie outside the image or are malformed. Correct or delete these shapes.", Count("freeze.invalid_geometry"));
        Report(Count("freeze.class_outside_ontology") > 0, "freeze.class_outside_ontology", true, $"{Count("freeze.class_outside_ontology")} images have shapes of classes that this version's ontology lacks. Relabel or delete these shapes.", Count("freeze.class_outside_ontology"));
        Report(total > 0 && InSplit(SplitKind.Val) == 0, "freeze.empty_val", false, "The val split is empty: a training cannot pick its best checkpoint and keeps the final one.");
        Report(total > 0 && InSplit(SplitKind.Test) == 0, "freeze.empty_test", false, "The test split is empty: models trained on this version cannot be scored on unseen images of it.");
        Report(Count("freeze.pending_shapes") > 0, demandsReview ? "freeze.review_demanded" : "freeze.pending_shapes", demandsReview, demandsReview
            ? $"{Count("freeze.pending_shapes")} images have a model's shapes that nobody reviewed, and the project demands review. Accept, correct or reject them."
            : $"{Count("freeze.pending_shapes")} images have a model's shapes that nobody reviewed. They stay visible but are not part of the frozen content.", Count("freeze.pending_shapes"), "freeze.pending_shapes");
        Report(Count("freeze.images_without_shapes") > 0, "freeze.images_without_shapes", false, $"{Count("freeze.images_without_shapes")} images have no shapes. They count as background.", Count("freeze.images_without_shapes"));
        return new FreezeCheck(issues);
    }

    private static bool Append(List<FreezeIssue> issues, FreezeIssue issue)
    {
        issues.Add(issue);
        return true;
    }

    private static bool IsValid(ContentShape shape, ContentAsset asset)
    {
        try
        {
            var geometry = GeometryJson.Parse(shape.Type, shape.Geometry);
            GeometryRules.Check(geometry, asset.Width, asset.Height);
            var bounds = geometry.Bounds;
            return bounds.X >= -EdgePx && bounds.Y >= -EdgePx && bounds.Right <= asset.Width + EdgePx && bounds.Bottom <= asset.Height + EdgePx;
        }
        catch (DomainRuleException)
        {
            return false;
        }
    }

    private bool Find(string code, ContentAsset asset, Func<ContentShape, bool> offends)
    {
        var shape = asset.Shapes.FirstOrDefault(offends);
        if (shape is not null)
        {
            Found(code, asset, shape.Id);
        }

        return shape is not null;
    }

    private void Found(string code, ContentAsset asset, Guid? annotationId = null)
    {
        var (count, offenders) = _found.GetValueOrDefault(code, (0, []));
        if (offenders.Count < MaxOffenders)
        {
            offenders.Add(new FreezeOffender(asset.Id, asset.FileName, annotationId));
        }

        _found[code] = (count + 1, offenders);
    }
}
