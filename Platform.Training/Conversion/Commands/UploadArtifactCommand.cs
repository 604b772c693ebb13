using System.Text;
using Platform.Core.Access;
using Platform.Core.Departments.Queries;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Conversion.Tools;

namespace Platform.Training.Conversion.Commands;

/// <summary>Registers what a vendor's converter has made elsewhere. It is stored as sent; nothing of it is run, and it could not be compared with its network.</summary>
public sealed class UploadArtifactCommand(ModelQueries models, RegisterArtifactCommand register, DepartmentQuotaGate quotas, IBlobStore store)
{
    /// <param name="actor">Who brings it.</param>
    /// <param name="modelVersionId">A registered version.</param>
    /// <param name="format">openvino (a .zip of .xml and .bin), tflite or trt.</param>
    /// <param name="precision">As the converter was told.</param>
    /// <param name="fileName">As sent.</param>
    /// <param name="path">The file on this machine; stays the caller's.</param>
    /// <param name="cancellation">Cancels before anything is on record.</param>
    /// <returns>Id of the artifact; the same file once more finds the first.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid modelVersionId, ArtifactFormat format, ArtifactPrecision precision, string fileName, string path, CancellationToken cancellation)
    {
        await models.DemandAsync(actor, modelVersionId, Permission.TrainModel, cancellation).ConfigureAwait(false);
        var version = await models.GetVersionAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        if (!version.Version.IsFrozen)
        {
            throw new DomainRuleException("conversion.not_registered", "This model version has no registered checkpoint yet. Wait for its training to complete, or choose another version.");
        }

        var name = NameOf(fileName);
        DemandFormat(format, name, path);
        var projectId = (await models.GetAsync(actor, version.Version.ModelId, cancellation).ConfigureAwait(false)).ProjectId;
        using var room = await quotas.HoldProjectStorageAsync(actor, projectId, new FileInfo(path).Length, cancellation).ConfigureAwait(false);
        BlobRef blob;
        var content = File.OpenRead(path);
        await using (content.ConfigureAwait(false))
        {
            blob = await store.PutAsync(content, cancellation).ConfigureAwait(false);
        }

        if (version.Artifacts.FirstOrDefault(artifact => artifact.Format == format && artifact.Sha256 == blob.Sha256) is { } known)
        {
            return known.Id;
        }

        return await register.ExecuteAsync(
            actor,
            new NewArtifact(modelVersionId, name, format, VendorTools.DeviceOf(format), precision, blob.Uri, blob.Sha256, blob.Size) { Compat = new ArtifactFacts { UploadedBy = actor.Name }.ToJson() },
            cancellation).ConfigureAwait(false);
    }

    // Browsers send a bare name; other programs may send anything.
    private static string NameOf(string fileName)
    {
        var bare = Path.GetFileName(fileName.Replace('\\', '/'));
        var name = string.Concat(bare.Where(symbol => !char.IsControl(symbol) && !":*?\"<>|".Contains(symbol, StringComparison.Ordinal))).Trim('.', ' ');
        return name.Length is > 0 and <= ModelArtifact.NameLength ? name : throw new DomainRuleException("artifact.name", $"The file's name cannot be used. Rename it to 1 to {ModelArtifact.NameLength} ordinary characters.", ModelArtifact.NameLength);
    }

    private static void DemandFormat(ArtifactFormat format, string name, string path)
    {
        using var file = File.OpenRead(path);
        var fits = format switch
        {
            ArtifactFormat.OpenVino => EndsWith(name, ".zip") && IsOpenVino(file),
            ArtifactFormat.TfLite => EndsWith(name, ".tflite") && StartsWith(file, 4, "TFL3"),
            ArtifactFormat.Trt => (EndsWith(name, ".engine") || EndsWith(name, ".plan")) && file.Length > 0,
            _ => false,
        };
        if (!fits)
        {
            throw new DomainRuleException(
                "artifact.format", "This is no file of that format. Upload OpenVINO as a .zip of one .xml and one .bin, TensorFlow Lite as .tflite, TensorRT as .engine or .plan; other formats are converted here.");
        }
    }

    private static bool EndsWith(string name, string ending) => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static bool StartsWith(FileStream file, int offset, string mark)
    {
        var bytes = new byte[offset + mark.Length];
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && Encoding.ASCII.GetString(bytes, offset, mark.Length) == mark;
    }

    private static bool IsOpenVino(FileStream file)
    {
        using var zip = SafeZip.Open(file, ZipLimits.Default);
        return zip.Refused.Count == 0 && zip.Names.Count(name => EndsWith(name, ".xml")) == 1 && zip.Names.Count(name => EndsWith(name, ".bin")) == 1 && zip.Names.Count == 2;
    }
}
