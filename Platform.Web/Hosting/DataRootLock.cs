namespace Platform.Web.Hosting;

/// <summary>Holds the data folder for one process: a second server on it would take the first one's running trainings for interrupted ones.</summary>
public sealed class DataRootLock : IDisposable
{
    private readonly FileStream _file;

    public DataRootLock(PlatformOptions options)
    {
        Directory.CreateDirectory(options.FullDataRoot);
        try
        {
            // The operating system lets go of it however the process ends.
            _file = new FileStream(Path.Combine(options.FullDataRoot, "platform.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new DataRootInUseException(options.FullDataRoot);
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>Another process works on the data folder.</summary>
public sealed class DataRootInUseException(string folder) : Exception(
    $"Another process of the platform works on {folder}. Stop it, or name another folder in Platform__DataRoot.");
