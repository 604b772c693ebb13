using Microsoft.Extensions.Options;
using Platform.Core.Data.Providers.Postgres;
using Platform.Core.Data.Providers.Sqlite;

namespace Platform.Core.Data;

/// <summary>Checks the database settings at start-up and names every wrong key at once.</summary>
internal sealed class ValidateDatabaseOptions : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var errors = new List<string>();
        if (options.Provider is not (DatabaseOptions.Sqlite or DatabaseOptions.Postgres))
        {
            errors.Add($"{DatabaseOptions.Section}:Provider is '{options.Provider}'; use '{DatabaseOptions.Sqlite}' or '{DatabaseOptions.Postgres}'.");
        }

        var error = options.Provider == DatabaseOptions.Postgres ? PostgresDbContext.Validate(options.ConnectionString) : SqliteDbContext.Validate(options.ConnectionString);
        if (error is not null)
        {
            errors.Add($"{DatabaseOptions.Section}:ConnectionString {error}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
