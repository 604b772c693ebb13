using Platform.Core.Shared;

namespace Platform.Core.Storage;

/// <summary>The referenced bytes are not in the store.</summary>
public sealed class BlobNotFoundException(string uri) : DomainRuleException(
    "storage.not_found", $"The stored file {uri} is missing. Restore the storage folder or bucket from its backup.", uri);

/// <summary>The store cannot take or give bytes; nothing that existed was changed.</summary>
public sealed class StorageException(string code, string message, params object[] arguments) : DomainRuleException(code, message, arguments)
{
    // errno ENOSPC and EDQUOT, and Windows' ERROR_DISK_FULL.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    internal static bool IsDiskFull(IOException exception) => exception.HResult is NoSpace or QuotaExceeded or WindowsDiskFull;

    internal static StorageException DiskFull(string folder) => new(
        "storage.full", $"The disk that holds {folder} is full. Free some space and try again; nothing stored earlier was touched.", folder);
}
