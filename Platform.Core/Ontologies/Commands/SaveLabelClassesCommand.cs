using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Commands;

/// <summary>Saves the class list of a draft as the editor shows it: adds, changes, reorders, and deletes what is no longer in it.</summary>
public sealed class SaveLabelClassesCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task ExecuteAsync(Actor actor, Guid ontologyVersionId, IReadOnlyList<LabelClassInput> classes, CancellationToken cancellationToken)
    {
        var tidy = LabelClassInput.Check(classes);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.OntologyForAsync(actor, ontologyVersionId, Permission.EditOntology, cancellationToken);
        OntologyRules.RequireDraft(version);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var standing = await db.LabelClasses.Where(labelClass => labelClass.OntologyVersionId == ontologyVersionId).ToDictionaryAsync(labelClass => labelClass.Id, cancellationToken);
        if (tidy.FirstOrDefault(input => input.Id is { } id && !standing.ContainsKey(id)) is { Id: { } missing })
        {
            throw new NotFoundException("label class", missing);
        }

        var kept = tidy.Where(input => input.Id is not null).ToDictionary(input => input.Id!.Value);
        var removed = standing.Values.Where(labelClass => !kept.ContainsKey(labelClass.Id)).ToList();
        var reshaped = standing.Values.Where(labelClass => kept.TryGetValue(labelClass.Id, out var input) && input.ShapeType != labelClass.ShapeType).ToList();
        var recounted = standing.Values.Where(labelClass => kept.TryGetValue(labelClass.Id, out var input) && PointsOf(input.KeypointSpec) != PointsOf(labelClass.KeypointSpec)).ToList();
        if (removed.Count + reshaped.Count + recounted.Count > 0)
        {
            var uses = (await ClassUseReader.ReadAsync(db, ontologyVersionId, cancellationToken)).ToDictionary(use => use.ClassId);
            RequireUnused(removed, uses, Deleted);
            RequireUnused(reshaped, uses, Reshaped);
            RequireUnused(recounted, uses, Recounted);
        }

        db.RemoveRange(removed);
        await FreeKeysAsync(db, kept, standing, cancellationToken);
        for (var order = 0; order < tidy.Count; order++)
        {
            Apply(db, tidy[order], order, ontologyVersionId, standing);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static ClassInUseException Deleted(LabelClass labelClass, ClassUse use) => new(
        "label_class.used",
        $"The class '{labelClass.Key}' is used and cannot be deleted: {Places(use)}. Relabel or delete these shapes, or copy this version and migrate the data to the copy; nothing was saved.",
        use, labelClass.Key, Places(use));

    private static ClassInUseException Reshaped(LabelClass labelClass, ClassUse use) => new(
        "label_class.shape_used",
        $"The class '{labelClass.Key}' is used with its present shape: {Places(use)}. Add a class for the new shape, or copy this version and migrate the data to the copy; nothing was saved.",
        use, labelClass.Key, Places(use));

    private static ClassInUseException Recounted(LabelClass labelClass, ClassUse use) => new(
        "label_class.points_used",
        $"The skeleton of '{labelClass.Key}' is used, so points cannot be added or removed: {Places(use)}. Rename or move its points, or copy this version and migrate the data to the copy; nothing was saved.",
        use, labelClass.Key, Places(use));

    // In a notation that needs no translation: Cells v1 (12), Cells v2 (30), undo (5).
    private static string Places(ClassUse use) => string.Join(
        ", ", use.Places.Select(place => $"{place.DatasetName} {place.VersionTag} ({place.Annotations})").Concat(use.Undoable > 0 ? [$"undo ({use.Undoable})"] : [])
            .Concat(use.Trashed > 0 ? [$"trash ({use.Trashed})"] : []));

    private static int PointsOf(string? skeleton) => skeleton is null ? 0 : KeypointSpec.Parse(skeleton).Names.Count;

    private static void RequireUnused(List<LabelClass> classes, Dictionary<Guid, ClassUse> uses, Func<LabelClass, ClassUse, ClassInUseException> refusal)
    {
        if (classes.FirstOrDefault(labelClass => uses[labelClass.Id].IsUsed) is { } used)
        {
            throw refusal(used, uses[used.Id]);
        }
    }

    /// <summary>Two classes may swap keys, but the database checks uniqueness row by row: what changes its key first leaves the old one.</summary>
    private static async Task FreeKeysAsync(
        PlatformDbContext db, Dictionary<Guid, LabelClassInput> kept, Dictionary<Guid, LabelClass> standing, CancellationToken cancellationToken)
    {
        foreach (var (id, input) in kept)
        {
            var labelClass = standing[id];
            if (labelClass.Key != input.Key)
            {
                labelClass.Edit(id.ToString("N"), labelClass.DisplayName, labelClass.ShapeType, labelClass.Color, labelClass.KeypointSpec, labelClass.Attributes);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private void Apply(PlatformDbContext db, LabelClassInput input, int order, Guid ontologyVersionId, Dictionary<Guid, LabelClass> standing)
    {
        if (input.Id is { } id)
        {
            standing[id].Edit(input.Key, input.DisplayName!, input.ShapeType, input.Color, input.KeypointSpec, input.Attributes);
            standing[id].MoveTo(order);
        }
        else
        {
            db.Add(input.ToClass(time, ontologyVersionId, order));
        }
    }
}
