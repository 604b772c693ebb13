using System.CommandLine;

namespace Platform.Web.CommandLine;

/// <summary>The option that names another database than the configured one, and the settings that it stands for.</summary>
internal static class DatabaseSettings
{
    public static Option<string?> Option() => new("--database") { Description = "sqlite, or a PostgreSQL connection string; the configured database where left out." };

    public static string[] Of(string? database) => database switch
    {
        null => [],
        "sqlite" => ["--Database:Provider=sqlite"],
        _ => ["--Database:Provider=postgres", $"--Database:ConnectionString={database}"],
    };
}
