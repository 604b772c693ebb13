using System.Globalization;
using Platform.Web.Hosting;

namespace Platform.Web.Endpoints;

/// <summary>A folder for files on their way in; gone when disposed.</summary>
public sealed class TemporaryUploads : IDisposable
{
    private int _last;

    public TemporaryUploads(PlatformOptions options)
    {
        var parent = Path.Combine(options.FullDataRoot, "uploads");
        Directory.CreateDirectory(parent);
        Folder = Path.Combine(parent, Path.GetRandomFileName());
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    /// <summary>Path of a new file; names as sent are never used on disk here.</summary>
    public string NewFile() => Path.Combine(Folder, (++_last).ToString(CultureInfo.InvariantCulture));

    /// <summary>Deletes what was written so far.</summary>
    public void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(Folder))
        {
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
