using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Departments.Commands;
using Platform.Core.Departments.Queries;

namespace Platform.Core.Departments;

/// <summary>Registers usage, quotas and moves of departments.</summary>
public static class DepartmentServices
{
    public static IServiceCollection AddDepartments(this IServiceCollection services) => services
        .AddSingleton<DepartmentQuotaGate>()
        .AddSingleton<ITokenQuota>(provider => provider.GetRequiredService<DepartmentQuotaGate>())
        .AddSingleton<IWorkUnderWay>(provider => provider.GetRequiredService<DepartmentQuotaGate>())
        .AddSingleton<DepartmentUsageQueries>()
        .AddSingleton<MoveReviewQueries>()
        .AddSingleton<SetDepartmentQuotasCommand>()
        .AddSingleton<MoveUserCommand>()
        .AddSingleton<MoveProjectCommand>()
        .AddSingleton<RecordTrainingUseCommand>();
}
