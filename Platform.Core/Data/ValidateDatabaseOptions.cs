using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

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

        try
        {
            DbConnectionStringBuilder builder = options.Provider == DatabaseOptions.Postgres
                ? new NpgsqlConnectionStringBuilder(options.ConnectionString)
                : new SqliteConnectionStringBuilder(options.ConnectionString);
            if (builder is SqliteConnectionStringBuilder { DataSource: "" } or NpgsqlConnectionStringBuilder { Host: null or "" })
            {
                errors.Add($"{DatabaseOptions.Section}:ConnectionString names no database; for example 'Data Source=data/platform.db' or 'Host=localhost;Database=platform;Username=platform'.");
            }
        }
        catch (ArgumentException error)
        {
            errors.Add($"{DatabaseOptions.Section}:ConnectionString cannot be read: {error.Message}");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
