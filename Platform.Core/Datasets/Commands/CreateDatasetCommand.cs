using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Commands;

/// <summary>What <see cref="CreateDatasetCommand"/> made.</summary>
public sealed record CreatedDataset(Guid DatasetId, Guid VersionId);

/// <summary>Creates a dataset with its first draft version and that version's four splits.</summary>
public sealed class CreateDatasetCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public const string FirstVersionTag = "v1";

    /// <param name="ontologyVersionId">Null for the project's default ontology version.</param>
    public async Task<CreatedDataset> ExecuteAsync(
        Actor actor, Guid projectId, string name, string? description, Guid? ontologyVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var project = await db.ProjectForAsync(actor, projectId, Permission.UploadAssets, cancellationToken);
        var trimmed = DatasetNames.Check(name);
        var ontologyId = ontologyVersionId ?? project.DefaultOntologyVersionId ?? throw new DomainRuleException(
            "dataset.no_ontology", "The project has no ontology version yet. Create one with the classes to annotate, then the dataset.");
        if (!await db.OntologyVersions.AnyAsync(row => row.Id == ontologyId && row.ProjectId == projectId, cancellationToken))
        {
            throw new NotFoundException("ontology version", ontologyId);
        }

        if (await db.Datasets.AnyAsync(row => row.ProjectId == projectId && row.Name == trimmed, cancellationToken))
        {
            throw new DomainRuleException("dataset.name_taken", $"The project already has a dataset '{trimmed}'. Choose another name.", trimmed);
        }

        var now = time.GetUtcNow().UtcDateTime;
        var dataset = new Dataset(Ids.New(time), projectId, trimmed, description, now);
        var version = new DatasetVersion(Ids.New(time), dataset.Id, FirstVersionTag, ontologyId, null, now);
        db.AddRange(dataset, version);
        db.AddRange(NewSplits(version.Id, now));
        await db.SaveChangesAsync(cancellationToken);
        return new CreatedDataset(dataset.Id, version.Id);
    }

    private IEnumerable<DatasetSplit> NewSplits(Guid versionId, DateTime now) =>
        Enum.GetValues<SplitKind>().Select(kind => new DatasetSplit(Ids.New(time), versionId, kind, DefaultRatio(kind), now));

    private static double DefaultRatio(SplitKind kind) => kind switch
    {
        SplitKind.Train => 0.7,
        SplitKind.Val => 0.2,
        SplitKind.Test => 0.1,
        _ => 0,
    };
}

/// <summary>Rules on the names of datasets and versions.</summary>
internal static class DatasetNames
{
    public static string Check(string name)
    {
        var trimmed = name.Trim();
        return trimmed.Length is > 0 and <= Dataset.NameLength
            ? trimmed
            : throw new DomainRuleException("dataset.name_invalid", $"A dataset's name has 1 to {Dataset.NameLength} characters.", Dataset.NameLength);
    }

    public static string CheckTag(string tag)
    {
        var trimmed = tag.Trim();
        return trimmed.Length is > 0 and <= DatasetVersion.VersionTagLength
            ? trimmed
            : throw new DomainRuleException("dataset.tag_invalid", $"A version tag has 1 to {DatasetVersion.VersionTagLength} characters.", DatasetVersion.VersionTagLength);
    }
}
