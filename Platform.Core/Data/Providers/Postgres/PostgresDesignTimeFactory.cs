using Microsoft.EntityFrameworkCore.Design;

namespace Platform.Core.Data.Providers.Postgres;

/// <summary>Gives the migrations tool a context; it never connects.</summary>
public sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresDbContext>
{
    public PostgresDbContext CreateDbContext(string[] args) => new(PostgresDbContext.Options("Host=localhost;Database=design"));
}
