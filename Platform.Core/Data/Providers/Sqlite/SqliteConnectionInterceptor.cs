using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Platform.Core.Data.Providers.Sqlite;

/// <summary>
/// Sets up every connection: readers beside one writer (WAL), waiting instead of failing when another connection writes, foreign keys.
/// With synchronous=NORMAL a commit has left the process when it is acknowledged, so it survives kill -9; a power cut may take
/// the last commits but never damages the file.
/// </summary>
internal sealed class SqliteConnectionInterceptor : DbConnectionInterceptor
{
    /// <summary>Settings of a connection while it copies rows that stand in the same tables already: their checks have held, and the indexes' pages stay in memory (64 MiB).</summary>
    public const string ForCopies = "PRAGMA ignore_check_constraints = ON; PRAGMA cache_size = -65536;";

    /// <summary>SQLite's own settings again.</summary>
    public const string ForEverythingElse = "PRAGMA ignore_check_constraints = OFF; PRAGMA cache_size = -2000;";

    private const int LongestWaitSeconds = 10;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The connection string's Default Timeout bounds the wait for another writer; zero means without end.
    private static string Pragmas(DbConnection connection)
    {
        var timeout = ((SqliteConnection)connection).DefaultTimeout;
        var waitMs = (timeout == 0 ? LongestWaitSeconds : Math.Min(timeout, LongestWaitSeconds)) * 1000;
        return $"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = {waitMs}; {ForEverythingElse}";
    }
}
