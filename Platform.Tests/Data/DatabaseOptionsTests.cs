using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Core.Data;
using Platform.Core.Data.Providers.Postgres;
using Platform.Core.Data.Providers.Sqlite;

namespace Platform.Tests.Data;

public sealed class DatabaseOptionsTests
{
    [Fact]
    public void Configuration_Empty_MeansTheEmbeddedDatabase() => Context(null, null).Should().BeOfType<SqliteDbContext>();

    [Fact]
    public void Configuration_Postgres_OpensIt() => Context("postgres", "Host=localhost;Database=platform").Should().BeOfType<PostgresDbContext>();

    [Theory]
    [InlineData("mysql", "Data Source=x", "Database:Provider")]
    [InlineData("sqlite", "", "Database:ConnectionString")]
    [InlineData("sqlite", "Host=localhost", "Database:ConnectionString")]
    [InlineData("postgres", "Database=x", "Database:ConnectionString")]
    [InlineData("postgres", "Nonsense=1", "Database:ConnectionString")]
    public void Configuration_Wrong_NamesTheKey(string provider, string connectionString, string key)
    {
        var open = () => Context(provider, connectionString);

        open.Should().Throw<OptionsValidationException>().WithMessage($"*{key}*");
    }

    private static PlatformDbContext Context(string? provider, string? connectionString)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = provider, ["Database:ConnectionString"] = connectionString }).Build();
        using var services = new ServiceCollection().AddPlatformData(configuration).BuildServiceProvider();
        return services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContext();
    }
}
