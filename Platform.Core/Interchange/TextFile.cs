namespace Platform.Core.Interchange;

/// <summary>Small text files of a source: UTF-8 with or without BOM, any line ends, bounded in size.</summary>
internal static class TextFile
{
    private const int MaxChars = 64 << 20;

    public static IEnumerable<string> Lines(IImportSource source, string path)
    {
        using var reader = new StreamReader(source.OpenRead(path));
        var total = 0;
        while (reader.ReadLine() is { } line)
        {
            total += line.Length + 1;
            if (total > MaxChars)
            {
                yield break;
            }

            yield return line;
        }
    }
}
