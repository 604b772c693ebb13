using Platform.Core.Storage;

namespace Platform.Core.Llm.Journal;

/// <summary>
/// Where prompts and answers lie in the object store, known before they get there: those of one session in one segment share an object, whose first line says where each
/// begins; a large one has an object of its own. All objects of a session stand below one prefix, so that they go with it.
/// </summary>
public static class BodyNames
{
    private const char Fragment = '#';

    public static string PrefixOf(Guid sessionId) => $"llm/{sessionId:N}/";

    public static string PackOf(Guid sessionId, Guid segment) => $"{PrefixOf(sessionId)}{segment:N}.pack";

    public static string FileOf(Guid sessionId, Guid body) => $"{PrefixOf(sessionId)}{body:N}.body";

    internal static string KeyOf(JournalRecord record) => record switch
    {
        RequestStarted started => $"{started.Sequence}.request",
        RequestEnded ended => $"{ended.Sequence}.response",
        _ => "",
    };

    internal static Guid? BodyFileOf(JournalRecord record) => record switch
    {
        RequestStarted started => started.BodyFile,
        RequestEnded ended => ended.BodyFile,
        _ => null,
    };

    /// <summary>The path that the log's row holds.</summary>
    internal static string PathOf(IBlobStore blobs, JournalItem item) => BodyFileOf(item.Record) is { } body
        ? blobs.UriOf(FileOf(item.Record.SessionId, body))
        : $"{blobs.UriOf(PackOf(item.Record.SessionId, item.Segment))}{Fragment}{KeyOf(item.Record)}";

    /// <returns>The object, and the key inside it where it holds several.</returns>
    internal static (string Uri, string? Key) Split(string path)
    {
        var at = path.LastIndexOf(Fragment);
        return at < 0 ? (path, null) : (path[..at], path[(at + 1)..]);
    }
}
