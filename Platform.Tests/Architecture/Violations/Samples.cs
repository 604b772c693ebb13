using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;

// Deliberate violations, one a rule: each proves that its rule can fail.
namespace Platform.Tests.Architecture.Violations.Model
{
    internal sealed class EntityThatLogs
    {
        private EntityThatLogs()
        {
        }

        public string Name { get; set; } = "";

        public Microsoft.Extensions.Logging.ILogger? Logger { get; private set; }
    }
}

namespace Platform.Tests.Architecture.Violations
{
    internal sealed class PageWithContext
    {
        public static async Task<int> CountAsync(DbContext context) => await context.SaveChangesAsync();
    }

    internal sealed class ServiceWithProvider
    {
        public static string Name() => new Microsoft.Data.Sqlite.SqliteConnection().ConnectionString;
    }

    internal sealed class UploadToCloud
    {
        public static Amazon.S3.IAmazonS3? Client() => null;
    }

    internal static partial class NativeCall
    {
        [DllImport("nothing")]
        public static extern int plt_nothing();
    }

    internal class OpenCommand;

    internal sealed class Impatient
    {
        public static DateTime Now() => DateTime.UtcNow;

        public static int Wait(Task<int> task) => task.Result;

        public static void Say() => Console.WriteLine("said");
    }
}

namespace Platform.Training.Trainer
{
    internal sealed class HostedTrainer
    {
        public static Microsoft.Extensions.Hosting.IHost? Host() => null;
    }
}
