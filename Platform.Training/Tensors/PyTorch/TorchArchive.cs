using System.IO.Compression;
using System.Text;

namespace Platform.Training.Tensors.PyTorch;

/// <summary>The zip archive that torch.save writes since PyTorch 1.6: one folder with data.pkl and data/0, data/1, …, all stored without compression. Nothing is unpacked to disk.</summary>
internal sealed class TorchArchive : IDisposable
{
    private const string Pickle = "data.pkl";
    private const int MostEntries = 100_000;

    private readonly ZipArchive _zip;
    private readonly string _folder;

    /// <param name="file">Seekable; stays the caller's.</param>
    /// <exception cref="InvalidDataException">Not such an archive, or made to harm.</exception>
    internal TorchArchive(Stream file)
    {
        _zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        try
        {
            DemandHarmless(_zip, file.Length);
            _folder = FolderOf(_zip);
            DemandKnownOrder();
        }
        catch
        {
            _zip.Dispose();
            throw;
        }
    }

    internal byte[] ReadPickle(int limit)
    {
        var entry = Entry(Pickle);
        return entry.Length <= limit ? ReadAll(entry) : throw new InvalidDataException($"The file's pickle is {entry.Length} bytes long; {limit} are allowed.");
    }

    internal byte[] ReadStorage(StorageReference storage)
    {
        var entry = Entry($"data/{storage.Key}");
        var expected = (Int128)storage.Count * SafeTensorTypes.Width(storage.Type);
        return entry.Length == expected
            ? ReadAll(entry)
            : throw new InvalidDataException($"Storage {storage.Key} should be {expected} bytes long and is {entry.Length}. The file is damaged.");
    }

    public void Dispose() => _zip.Dispose();

    private static void DemandHarmless(ZipArchive zip, long fileBytes)
    {
        if (zip.Entries.Count > MostEntries)
        {
            throw new InvalidDataException($"The archive holds {zip.Entries.Count} files; {MostEntries} are allowed.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            if (entry.FullName.StartsWith('/') || entry.FullName.AsSpan().ContainsAny('\\', ':') || entry.FullName.Split('/').Contains(".."))
            {
                throw new InvalidDataException($"The archive holds a file with the path '{entry.FullName}', which leads out of it.");
            }

            if (entry.CompressedLength != entry.Length)
            {
                throw new InvalidDataException($"'{entry.FullName}' in the archive is compressed, which torch.save never does: it could unpack to any size. Save the weights again with torch.save.");
            }

            // Entries that share bytes would multiply a small file.
            total += entry.Length;
            if (!names.Add(entry.FullName) || total > fileBytes)
            {
                throw new InvalidDataException($"'{entry.FullName}' stands in the archive twice, or shares its bytes with another file.");
            }
        }
    }

    private static string FolderOf(ZipArchive zip)
    {
        var pickles = zip.Entries.Where(entry => entry.FullName.Split('/') is [_, Pickle]).Select(entry => entry.FullName[..^Pickle.Length]).ToList();
        if (pickles is not [var folder])
        {
            throw new InvalidDataException("The archive was not written by torch.save: it holds no data.pkl. Import a .pt or .pth file with a network's weights.");
        }

        return zip.GetEntry($"{folder}constants.pkl") is null
            ? folder
            : throw new InvalidDataException("The archive is TorchScript, which holds a program. Save the network's state_dict() with torch.save, and import that.");
    }

    // Absent before PyTorch 2.1, when every file was little-endian.
    private void DemandKnownOrder()
    {
        if (_zip.GetEntry($"{_folder}byteorder") is { Length: < 100 } entry && Encoding.ASCII.GetString(ReadAll(entry)) is not "little")
        {
            throw new InvalidDataException("The weights were saved on a big-endian machine. Save them again on an ordinary one.");
        }
    }

    private ZipArchiveEntry Entry(string name) => _zip.GetEntry(_folder + name) ?? throw new InvalidDataException($"'{name}' is missing in the archive. The file is damaged.");

    private static byte[] ReadAll(ZipArchiveEntry entry)
    {
        if (entry.Length > Array.MaxLength)
        {
            throw new InvalidDataException($"'{entry.FullName}' in the archive is {entry.Length} bytes long, more than one storage may have.");
        }

        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
