using Platform.Core.Shared;

namespace Platform.Core.Models.Model;

/// <summary>How a file of weights is laid out.</summary>
public enum WeightFormat
{
    [Text("safetensors")]
    SafeTensors,
    [Text("pytorch")]
    PyTorch,
}

/// <summary>Weights that were trained elsewhere, for trainings of a project to start from. Kept as sent: what is made of them is decided at each start.</summary>
public sealed class ImportedWeights
{
    public const int NameLength = 255;
    public const int LicenceLength = 1000;

    // Only for EF.
    private ImportedWeights()
    {
    }

    public ImportedWeights(Guid id, Guid projectId, string name, string fileName, string licence, WeightFormat format, string contents, Guid importedById, DateTime createdAt)
    {
        Id = id;
        ProjectId = projectId;
        Name = name;
        FileName = fileName;
        Licence = licence;
        Format = format;
        Contents = contents;
        ImportedById = importedById;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Name of the file as sent.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>Where the weights come from and on what terms, in the words of whoever brought them.</summary>
    public string Licence { get; private set; } = "";

    public WeightFormat Format { get; private set; }

    /// <summary>JSON object: whose names the weights have, how many tensors and values.</summary>
    public string Contents { get; private set; } = "{}";

    public string StorageUri { get; private set; } = "";

    /// <summary>Of the file as sent.</summary>
    public string Sha256 { get; private set; } = "";

    public long SizeBytes { get; private set; }

    public Guid ImportedById { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public void StoreAt(string uri, string sha256, long sizeBytes) => (StorageUri, Sha256, SizeBytes) = (uri, sha256, sizeBytes);
}
