using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Core.Data.Providers.Postgres;
using Platform.Core.Data.Providers.Sqlite;

namespace Platform.Core.Data;

/// <summary>Opens contexts of the configured engine; one context an operation.</summary>
public sealed class PlatformDbContextFactory : IDbContextFactory<PlatformDbContext>
{
    private readonly Func<PlatformDbContext> _create;

    public PlatformDbContextFactory(IOptions<DatabaseOptions> options, TimeProvider time)
    {
        if (options.Value.Provider == DatabaseOptions.Postgres)
        {
            var postgres = PostgresDbContext.Options(options.Value.ConnectionString);
            _create = () => new PostgresDbContext(postgres) { Clock = time };
        }
        else
        {
            var sqlite = SqliteDbContext.Options(options.Value.ConnectionString);
            _create = () => new SqliteDbContext(sqlite) { Clock = time };
        }
    }

    public PlatformDbContext CreateDbContext() => _create();
}
