using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Platform.Core.Access;
using Platform.Core.Deployments.Queries;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Conversion;

namespace Platform.Training.Deployments.Bundles;

/// <summary>A deployment's stable version as a signed archive that runs without the platform.</summary>
public sealed class EdgeBundleQueries(DeploymentQueries deployments, ModelQueries models, BlobCache blobs, BundleSigner signer)
{
    private const string Checksums = "SHA256SUMS";

    // Embedded under names that no compiler and no package tool takes for its own.
    private static readonly (string Resource, string Name)[] s_files = [("README.md", "README.md"), ("run.py", "run.py"), ("Program.cs.txt", "Program.cs"), ("Runner.csproj.txt", "Runner.csproj")];

    /// <summary>The whole archive; a few megabytes, as the network is.</summary>
    public async Task<byte[]> ReadAsync(Actor actor, string name, CancellationToken cancellation)
    {
        var deployment = await deployments.GetAsync(actor, name, cancellation).ConfigureAwait(false);
        var version = await models.GetVersionAsync(actor, deployment.Stable.ModelVersionId, cancellation).ConfigureAwait(false);
        var (path, _) = await FindAsync(version, cancellation).ConfigureAwait(false);
        var (description, labels) = BundleDescription.Of(path, version, deployment.Name);
        var files = new List<(string Name, byte[] Bytes)>
        {
            ("model.onnx", await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false)),
            ("model.json", Encoding.UTF8.GetBytes(description)),
            ("labels.txt", Encoding.UTF8.GetBytes(string.Concat(labels.Select(label => label + "\n")))),
        };
        files.AddRange(s_files.Select(file => (file.Name, Embedded(file.Resource))));
        var sums = Encoding.UTF8.GetBytes(string.Concat(files.Select(file => string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(file.Bytes))}  {file.Name}\n"))));
        files.Add((Checksums, sums));
        files.Add((Checksums + ".sig", await signer.SignAsync(sums, cancellation).ConfigureAwait(false)));
        files.Add(("public-key.pem", Encoding.ASCII.GetBytes(await signer.PublicKeyAsync(cancellation).ConfigureAwait(false))));
        return Zip(files, deployment);
    }

    /// <summary>model.json of a version that need not be deployed, and the file that it describes.</summary>
    public async Task<(string Json, Guid ArtifactId)> DescribeAsync(Actor actor, Guid modelVersionId, CancellationToken cancellation)
    {
        var version = await models.GetVersionAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        var (path, artifactId) = await FindAsync(version, cancellation).ConfigureAwait(false);
        return (BundleDescription.Of(path, version, null).Json, artifactId);
    }

    private async Task<(string Path, Guid ArtifactId)> FindAsync(ModelVersionDetails version, CancellationToken cancellation)
    {
        var onnx = PlainOnnx.Find(version.Artifacts) ?? throw new DomainRuleException(
            "deployment.no_onnx", "This model version has no ONNX file of its raw outputs in fp32, so it cannot be deployed. Wait for its training to complete, convert it to ONNX in fp32 without suppression, or choose another version.");
        return (await blobs.GetPathAsync(onnx.StorageUri, onnx.Sha256, cancellation).ConfigureAwait(false), onnx.Id);
    }

    private static byte[] Zip(IReadOnlyList<(string Name, byte[] Bytes)> files, DeploymentView deployment)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                var entry = zip.CreateEntry($"{deployment.Name}/{name}");
                entry.LastWriteTime = new DateTimeOffset(deployment.DeployedAt, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(bytes);
            }
        }

        return archive.ToArray();
    }

    private static byte[] Embedded(string resource)
    {
        using var stream = typeof(EdgeBundleQueries).Assembly.GetManifestResourceStream($"bundle/{resource}") ?? throw new InvalidOperationException($"The program was built without {resource}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
