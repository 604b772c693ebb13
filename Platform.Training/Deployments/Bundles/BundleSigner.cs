using System.Security.Cryptography;
using System.Text;
using Platform.Core.Storage;

namespace Platform.Training.Deployments.Bundles;

/// <summary>Signs bundles with the platform's own key (ECDSA over P-256), which is made at the first use and kept with the platform's data.</summary>
/// <param name="path">Of the private key; whoever may read it can sign in the platform's name.</param>
public sealed class BundleSigner(string path)
{
    private readonly SemaphoreSlim _making = new(1);

    /// <summary>The public key as PEM, for whoever checks a bundle.</summary>
    public async Task<string> PublicKeyAsync(CancellationToken cancellation)
    {
        using var key = await KeyAsync(cancellation).ConfigureAwait(false);
        return key.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    /// <summary>A DER signature over the SHA-256 of the bytes, as openssl writes it.</summary>
    public async Task<byte[]> SignAsync(byte[] bytes, CancellationToken cancellation)
    {
        using var key = await KeyAsync(cancellation).ConfigureAwait(false);
        return key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private async Task<ECDsa> KeyAsync(CancellationToken cancellation)
    {
        await _making.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!File.Exists(path))
            {
                using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                var pem = Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n");
                await DurableFile.WriteAsync(path, stream => WriteForOwnerAsync(stream, pem, cancellation), cancellation).ConfigureAwait(false);
            }

            var key = ECDsa.Create();
            key.ImportFromPem(await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false));
            return key;
        }
        finally
        {
            _making.Release();
        }
    }

    // Before the key is in it.
    private static async Task WriteForOwnerAsync(Stream stream, byte[] pem, CancellationToken cancellation)
    {
        if (stream is FileStream file && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await stream.WriteAsync(pem, cancellation).ConfigureAwait(false);
    }
}
