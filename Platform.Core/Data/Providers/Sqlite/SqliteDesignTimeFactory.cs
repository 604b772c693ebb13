using Microsoft.EntityFrameworkCore.Design;

namespace Platform.Core.Data.Providers.Sqlite;

/// <summary>Gives the migrations tool a context; it never connects.</summary>
public sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteDbContext>
{
    public SqliteDbContext CreateDbContext(string[] args) => new(SqliteDbContext.Options("Data Source=:memory:"));
}
