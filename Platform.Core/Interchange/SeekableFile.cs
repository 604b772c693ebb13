namespace Platform.Core.Interchange;

/// <summary>A file of a source that can be read at any place: itself where it can seek, else a copy, in memory if small.</summary>
internal static class SeekableFile
{
    private const int MemoryBytes = 32 << 20;
    private const int BufferBytes = 1 << 16;

    public static Stream Open(IImportSource source, string path)
    {
        var stream = source.OpenRead(path);
        if (stream.CanSeek)
        {
            return stream;
        }

        using (stream)
        {
            Stream copy = new MemoryStream();
            var buffer = new byte[BufferBytes];
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                if (copy is MemoryStream && copy.Length + read > MemoryBytes)
                {
                    copy = ToDisk(copy);
                }

                copy.Write(buffer, 0, read);
            }

            copy.Position = 0;
            return copy;
        }
    }

    /// <summary>A file without a name that is gone when closed, or when the process ends.</summary>
    public static FileStream Temporary(string? folder = null) => new(
        Path.Combine(folder ?? Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = BufferBytes, Options = FileOptions.DeleteOnClose });

    private static FileStream ToDisk(Stream memory)
    {
        var file = Temporary();
        memory.Position = 0;
        memory.CopyTo(file);
        memory.Dispose();
        return file;
    }
}
