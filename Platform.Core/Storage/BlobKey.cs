using System.Buffers;

namespace Platform.Core.Storage;

/// <summary>Names of objects inside a store: relative, with forward slashes, unable to lead out of the store.</summary>
internal static class BlobKey
{
    public const string ContentFolder = "blobs";
    public const string NamedFolder = "named";

    private const int HashLength = 64;
    private const int NameLength = 900;

    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Two levels of folders keep every directory small: blobs/ab/cd/abcd….</summary>
    public static string ForContent(string sha256)
    {
        if (!IsSha256(sha256))
        {
            throw new StorageException("storage.hash_invalid", $"'{sha256}' is not a SHA-256 in lower-case hex.", sha256);
        }

        return $"{ContentFolder}/{sha256[..2]}/{sha256[2..4]}/{sha256}";
    }

    public static string ForName(string name)
    {
        CheckRelative(name);
        return $"{NamedFolder}/{name}";
    }

    public static bool IsSha256(string text) => text.Length == HashLength && !text.AsSpan().ContainsAnyExcept(s_hex);

    /// <summary>Refuses absolute names, backslashes, control characters and empty, "." or ".." segments.</summary>
    public static void CheckRelative(string key)
    {
        var valid = key.Length is > 0 and <= NameLength
            && !key.Contains('\\', StringComparison.Ordinal)
            && !key.Any(char.IsControl)
            && key.Split('/').All(segment => segment is not ("" or "." or "..") && !segment.Contains(':', StringComparison.Ordinal));
        if (!valid)
        {
            throw new StorageException("storage.name_invalid", $"'{key}' cannot be the name of a stored file. Use a relative name without '..'.", key);
        }
    }

    public static string Strip(string uri, string scheme) => uri.StartsWith(scheme, StringComparison.Ordinal)
        ? uri[scheme.Length..]
        : throw new StorageException(
            "storage.other_store",
            $"The file {uri} was stored in another kind of storage than the one configured ({scheme}). Set Storage:Kind back or move the files.",
            uri);
}
