using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Data.Providers.Postgres;
using Platform.Core.Data.Providers.Sqlite;
using Platform.Tests.Support;

namespace Platform.Tests.Data;

public sealed class MigrationTests
{
    private static readonly PlatformDbContext[] s_contexts = [new SqliteDesignTimeFactory().CreateDbContext([]), new PostgresDesignTimeFactory().CreateDbContext([])];

    [Fact]
    public void Models_ComparedToMigrations_HaveNoPendingChanges() =>
        s_contexts.Should().AllSatisfy(context => context.Database.HasPendingModelChanges().Should().BeFalse("scripts/add-migration.sh adds what is missing"));

    [Fact]
    public void Engines_HaveTheSameMigrations() => s_contexts[0].Database.GetMigrations().Should().NotBeEmpty().And.Equal(s_contexts[1].Database.GetMigrations());

    [Theory, EveryDatabase]
    public async Task Migrate_UpToDateDatabase_ChangesNothing(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);

        await new DatabaseMigrator(database.Contexts).MigrateAsync(TestContext.Current.CancellationToken);

        await using var db = database.Open();
        (await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task Migrate_MissingServer_SaysWhatToCheck()
    {
        var contexts = TestDatabase.FactoryOf(DatabaseOptions.Postgres, "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=2");

        var start = () => new DatabaseMigrator(contexts).MigrateAsync(TestContext.Current.CancellationToken);

        (await start.Should().ThrowAsync<DatabaseStartupException>()).WithMessage("*127.0.0.1*section Database*");
    }

    [Fact]
    public async Task Migrate_FileThatIsNoDatabase_SaysWhatToCheck()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("platform.db", new string('x', 4096));

        var start = () => new DatabaseMigrator(TestDatabase.FactoryOf(DatabaseOptions.Sqlite, $"Data Source={file};Pooling=False")).MigrateAsync(TestContext.Current.CancellationToken);

        await start.Should().ThrowAsync<DatabaseStartupException>();
    }

    [Fact]
    public async Task Migrate_NewFileInMissingFolder_CreatesBothWithWriteAheadLog()
    {
        using var folder = new TemporaryFolder();
        var contexts = TestDatabase.FactoryOf(DatabaseOptions.Sqlite, $"Data Source={folder["deep/er/platform.db"]};Pooling=False");

        await new DatabaseMigrator(contexts).MigrateAsync(TestContext.Current.CancellationToken);

        await using var db = contexts.CreateDbContext();
        (await PragmaAsync(db, "journal_mode")).Should().Be("wal");
        (await PragmaAsync(db, "foreign_keys")).Should().Be("1");
        (await PragmaAsync(db, "busy_timeout")).Should().Be("10000");
    }

    private static async Task<string?> PragmaAsync(PlatformDbContext db, string name)
    {
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))?.ToString();
    }
}
