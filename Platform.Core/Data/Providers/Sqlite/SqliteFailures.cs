using Microsoft.Data.Sqlite;
using Platform.Core.Shared;

namespace Platform.Core.Data.Providers.Sqlite;

/// <summary>Reads SQLite's error codes as rules of the domain.</summary>
internal static class SqliteFailures
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ConstraintForeignKey = 787;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintTrigger = 1811;
    private const int ConstraintUnique = 2067;

    public static DomainRuleException? Translate(SqliteException failure) => (failure.SqliteErrorCode, failure.SqliteExtendedErrorCode) switch
    {
        (Busy or Locked, _) => DatabaseFailures.Busy(failure),
        (_, ConstraintTrigger) => DatabaseFailures.Frozen(failure, failure.Message),
        (_, ConstraintUnique or ConstraintPrimaryKey) => DatabaseFailures.Duplicate(failure),
        (_, ConstraintForeignKey) => DatabaseFailures.Referenced(failure),
        _ => null,
    };
}
