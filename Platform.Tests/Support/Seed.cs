using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Model;
using Platform.Core.Projects.Model;
using Platform.Core.Shared;

namespace Platform.Tests.Support;

/// <summary>
/// One small world: a department, its manager (a developer), a project, a draft ontology with the class <c>cell</c>,
/// a draft dataset version with its four splits, one image in train and one box on it.
/// </summary>
public sealed class Seed
{
    private readonly TestTime _time;

    private Seed(TestTime time, string department)
    {
        _time = time;
        var now = time.UtcNow;
        var departmentId = NewId();
        Manager = new User(NewId(), $"{department} manager", $"manager@{department.ToLowerInvariant()}.example", UserRole.Developer, departmentId, now);
        Department = new Department(departmentId, department, Manager.Id);
        Project = new Project(NewId(), $"{department} project", null, departmentId, Manager.Id, now);
        Ontology = new LabelOntologyVersion(NewId(), Project.Id, "v1", now);
        Class = new LabelClass(NewId(), Ontology.Id, 0, "cell", "Cell", ShapeType.Bbox, "#ff0000", null, now);
        Dataset = new Dataset(NewId(), Project.Id, "Images", null, now);
        Version = new DatasetVersion(NewId(), Dataset.Id, "v1", Ontology.Id, null, now);
        Splits = [.. Enum.GetValues<SplitKind>().Select(kind => new DatasetSplit(NewId(), Version.Id, kind, 0.25, now))];
        Asset = NewAsset(Version.Id, Splits[0].Id, 'a');
        Annotation = NewAnnotation(Asset.Id);
    }

    public User Manager { get; }

    public Department Department { get; }

    public Project Project { get; }

    public LabelOntologyVersion Ontology { get; }

    public LabelClass Class { get; }

    public Dataset Dataset { get; }

    public DatasetVersion Version { get; }

    public IReadOnlyList<DatasetSplit> Splits { get; }

    public Asset Asset { get; }

    public Annotation Annotation { get; }

    public Actor Actor => new(Manager.Id, Manager.Name, Manager.Role, Manager.DepartmentId, ManagesDepartment: true);

    public static async Task<Seed> AddAsync(TestDatabase database, string department = "Vision")
    {
        var seed = new Seed(database.Time, department);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Add(seed.Manager);
        await db.SaveChangesAsync();
        db.Add(seed.Department);
        await db.SaveChangesAsync();
        db.AddRange(seed.Project, seed.Ontology, seed.Class, seed.Dataset, seed.Version, seed.Asset, seed.Annotation);
        db.AddRange(seed.Splits);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return seed;
    }

    public Guid NewId() => Ids.New(_time);

    /// <summary>A member of the department who is not its manager.</summary>
    public async Task<Actor> AddMemberAsync(PlatformDbContext db, UserRole role)
    {
        var user = new User(NewId(), role.ToString(), $"{NewId():N}@example.com", role, Department.Id, _time.UtcNow);
        db.Add(user);
        await db.SaveChangesAsync();
        return new Actor(user.Id, user.Name, role, Department.Id, ManagesDepartment: false);
    }

    /// <param name="hash">A hexadecimal digit; the asset's hash repeats it.</param>
    public Asset NewAsset(Guid versionId, Guid splitId, char hash) =>
        new(NewId(), versionId, splitId, AssetType.Image, $"{hash}.png", $"blob:{hash}", new string(hash, 64), 10, 100, 80, null, _time.UtcNow);

    public Annotation NewAnnotation(Guid assetId) =>
        Annotation.ByHuman(NewId(), assetId, Class.Id, ShapeType.Bbox, """{"x":1,"y":2,"width":3,"height":4}""", "Kim", null, 1, _time.UtcNow);

    /// <summary>A second, draft version of the dataset with its own train split.</summary>
    public async Task<(DatasetVersion Version, DatasetSplit Train)> AddDraftAsync(PlatformDbContext db, string tag = "v2")
    {
        var version = new DatasetVersion(NewId(), Dataset.Id, tag, Ontology.Id, Version.Id, _time.UtcNow);
        var train = new DatasetSplit(NewId(), version.Id, SplitKind.Train, 1, _time.UtcNow);
        db.AddRange(version, train);
        await db.SaveChangesAsync();
        return (version, train);
    }

    /// <summary>Freezes ontology and dataset version in the database, without the checks of the command.</summary>
    public async Task FreezeAsync(TestDatabase database)
    {
        await using var db = database.Open();
        (await db.OntologyVersions.FindAsync(Ontology.Id))!.Freeze();
        (await db.DatasetVersions.FindAsync(Version.Id))!.Freeze(new string('0', 64));
        await db.SaveChangesAsync();
    }

    /// <summary>A model with one version trained on the frozen dataset version.</summary>
    public async Task<ModelVersion> AddModelVersionAsync(TestDatabase database, string name = "Detector")
    {
        await using var db = database.Open();
        var model = new VisionModel(NewId(), Project.Id, name, ModelTask.Det, null, _time.UtcNow);
        var version = new ModelVersion(NewId(), model.Id, Version.Id, Ontology.Id, "libtorch", "1.13.1", """{"epochs":1}""", _time.UtcNow);
        db.AddRange(model, version);
        await db.SaveChangesAsync();
        return version;
    }
}
