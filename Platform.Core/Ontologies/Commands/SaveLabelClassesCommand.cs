using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Ontologies.Model;
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
        await RequireUnusedAsync(db, removed, Deleted, cancellationToken);
        var reshaped = standing.Values.Where(labelClass => kept.TryGetValue(labelClass.Id, out var input) && input.ShapeType != labelClass.ShapeType).ToList();
        await RequireUnusedAsync(db, reshaped, Reshaped, cancellationToken);
        var recounted = standing.Values.Where(labelClass => kept.TryGetValue(labelClass.Id, out var input) && PointsOf(input.KeypointSpec) != PointsOf(labelClass.KeypointSpec)).ToList();
        await RequireUnusedAsync(db, recounted, Recounted, cancellationToken);

        db.RemoveRange(removed);
        await FreeKeysAsync(db, kept, standing, cancellationToken);
        for (var order = 0; order < tidy.Count; order++)
        {
            Apply(db, tidy[order], order, ontologyVersionId, standing);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static DomainRuleException Deleted(LabelClass labelClass, int uses) => new(
        "label_class.used", $"The class '{labelClass.Key}' is used by {uses} annotations and cannot be deleted. Relabel or delete them first; nothing was saved.", labelClass.Key, uses);

    private static DomainRuleException Reshaped(LabelClass labelClass, int uses) => new(
        "label_class.shape_used",
        $"The class '{labelClass.Key}' is used by {uses} annotations of its shape. Add a class for the new shape instead; nothing was saved.",
        labelClass.Key,
        uses);

    private static DomainRuleException Recounted(LabelClass labelClass, int uses) => new(
        "label_class.points_used",
        $"The skeleton of '{labelClass.Key}' is used by {uses} annotations, so points cannot be added or removed. Rename or move its points, or add a class for the new skeleton; nothing was saved.",
        labelClass.Key,
        uses);

    private static int PointsOf(string? skeleton) => skeleton is null ? 0 : KeypointSpec.Parse(skeleton).Names.Count;

    private static async Task RequireUnusedAsync(PlatformDbContext db, List<LabelClass> classes, Func<LabelClass, int, DomainRuleException> refusal, CancellationToken cancellationToken)
    {
        foreach (var labelClass in classes)
        {
            var uses = await db.Annotations.CountAsync(annotation => annotation.LabelClassId == labelClass.Id, cancellationToken);
            if (uses > 0)
            {
                throw refusal(labelClass, uses);
            }
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
