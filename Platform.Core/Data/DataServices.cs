using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Platform.Core.Data;

/// <summary>Registers the database.</summary>
public static class DataServices
{
    /// <summary>Adds <see cref="IDbContextFactory{PlatformDbContext}"/> and <see cref="DatabaseMigrator"/> for the configured engine; settings are checked at start.</summary>
    public static IServiceCollection AddPlatformData(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(DatabaseOptions.Section);
        services.AddOptions<DatabaseOptions>().Configure(options =>
        {
            options.Provider = section[nameof(DatabaseOptions.Provider)] ?? options.Provider;
            options.ConnectionString = section[nameof(DatabaseOptions.ConnectionString)] ?? options.ConnectionString;
        }).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, ValidateDatabaseOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IDbContextFactory<PlatformDbContext>, PlatformDbContextFactory>();
        services.AddSingleton<DatabaseMigrator>();
        return services;
    }
}
