using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Queries;

namespace Platform.Core.Audit;

/// <summary>Registers the area Audit.</summary>
public static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<AuditQueries>()
        .AddSingleton<RecordAuditEntryCommand>();
}
