using System.IO.Compression;

namespace Platform.Core.Shared;

/// <summary>Bounds on what an archive may hold, against archives made to fill memory or disk.</summary>
public sealed record ZipLimits
{
    public static ZipLimits Default { get; } = new();

    public int MaxEntries { get; init; } = 200_000;

    public long MaxEntryBytes { get; init; } = 4L << 30;

    public long MaxTotalBytes { get; init; } = 256L << 30;

    /// <summary>Unpacked size over packed size of one entry; images and text stay far below.</summary>
    public double MaxRatio { get; init; } = 250;
}

/// <summary>An archive's entry that is not read, and why.</summary>
public sealed record RefusedEntry(string Name, string Code, string Message);

/// <summary>Reads a zip archive that may be hostile: bounded in entries, sizes and ratio; names that lead out and archives inside are refused. Not thread-safe.</summary>
public sealed class SafeZip : IDisposable
{
    // A tiny entry may compress extremely well without being a danger.
    private const long RatioFloorBytes = 1 << 20;

    private static readonly string[] s_archives = [".zip", ".tar", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz"];
    private static readonly string[] s_litter = ["__MACOSX/", ".DS_Store", "Thumbs.db"];

    private readonly ZipArchive _archive;
    private readonly ZipLimits _limits;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<RefusedEntry> _refused = [];

    private SafeZip(ZipArchive archive, ZipLimits limits)
    {
        _archive = archive;
        _limits = limits;
    }

    /// <summary>Entries that may be read, in the archive's order.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    public IReadOnlyList<RefusedEntry> Refused => _refused;

    public static SafeZip Open(Stream seekable, ZipLimits limits)
    {
        ZipArchive archive;
        try
        {
            archive = new ZipArchive(seekable, ZipArchiveMode.Read, leaveOpen: true);
            _ = archive.Entries.Count;
        }
        catch (InvalidDataException)
        {
            throw new DomainRuleException("zip.damaged", "The file is not a zip archive, or it is damaged. Pack it again and upload it once more.");
        }

        var zip = new SafeZip(archive, limits);
        try
        {
            zip.Sort();
            return zip;
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    /// <summary>The entry's bytes; the stream throws <see cref="DomainRuleException"/> when more come than the archive declares.</summary>
    public Stream OpenRead(string name)
    {
        var entry = _entries[name];
        try
        {
            return new BoundedStream(entry.Open(), entry.Length, () => new DomainRuleException(
                "zip.entry_larger_than_declared", $"'{name}' unpacks to more than the archive declares. The archive is damaged or hostile.", name));
        }
        catch (InvalidDataException)
        {
            throw new DomainRuleException("zip.entry_damaged", $"'{name}' in the archive is damaged, encrypted or packed in an unknown way.", name);
        }
    }

    /// <summary>What the archive declares the entry to unpack to.</summary>
    public long BytesOf(string name) => _entries[name].Length;

    public void Dispose() => _archive.Dispose();

    private void Sort()
    {
        if (_archive.Entries.Count > _limits.MaxEntries)
        {
            throw new DomainRuleException(
                "zip.too_many_entries", $"The archive has {_archive.Entries.Count} entries; at most {_limits.MaxEntries} are read. Split it.", _archive.Entries.Count);
        }

        long total = 0;
        foreach (var entry in _archive.Entries)
        {
            var name = entry.FullName.Replace('\\', '/');
            if (name.EndsWith('/') || s_litter.Any(litter => name.Contains(litter, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            if (Refusal(name, entry) is { } refused)
            {
                _refused.Add(refused);
                continue;
            }

            total += entry.Length;
            if (total > _limits.MaxTotalBytes)
            {
                throw new DomainRuleException(
                    "zip.too_large", $"The archive unpacks to more than {_limits.MaxTotalBytes >> 20} MB. Split it.", _limits.MaxTotalBytes >> 20);
            }

            _entries[name] = entry;
        }
    }

    private RefusedEntry? Refusal(string name, ZipArchiveEntry entry)
    {
        if (name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal) || name.Any(char.IsControl) || name.Split('/').Any(part => part is "" or "." or ".."))
        {
            return new RefusedEntry(name, "zip.entry_name", "The name leads out of the archive; the entry was not read.");
        }

        if (s_archives.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
        {
            return new RefusedEntry(name, "zip.nested", "Archives inside archives are not opened. Unpack it and upload its files.");
        }

        if (_entries.ContainsKey(name))
        {
            return new RefusedEntry(name, "zip.entry_repeated", "The archive holds this name twice; the first one was read.");
        }

        if (entry.Length > _limits.MaxEntryBytes)
        {
            return new RefusedEntry(name, "zip.entry_too_large", $"The entry unpacks to more than {_limits.MaxEntryBytes >> 20} MB.");
        }

        return entry.Length > RatioFloorBytes && entry.Length > _limits.MaxRatio * Math.Max(1, entry.CompressedLength)
            ? new RefusedEntry(name, "zip.entry_ratio", $"The entry unpacks to more than {_limits.MaxRatio} times its packed size, as archives made to do harm do.")
            : null;
    }
}
