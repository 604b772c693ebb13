using System.Data.Common;

namespace Platform.Web.Hosting;

/// <summary>Recognises "try again in a moment" answers of either database engine.</summary>
public static class DatabaseBusy
{
    public static bool Is(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            // SQLite reports busy (5) and locked (6) as non-transient; Npgsql marks serialization failures and lost connections transient.
            if (exception is DbException error && (error.IsTransient || IsLockedSqlite(error)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLockedSqlite(DbException error) =>
        error.GetType().Name == "SqliteException" && (error.Message.Contains("database is locked", StringComparison.Ordinal) || error.Message.Contains("table is locked", StringComparison.Ordinal));
}
