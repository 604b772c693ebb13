using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Departments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Departments.Commands;

/// <summary>Sets what a department may use. Lowering a quota below what is used breaks nothing off; nothing new begins.</summary>
public sealed class SetDepartmentQuotasCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid departmentId, DepartmentQuotas quotas, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var department = await db.DepartmentForAsync(actor, departmentId, Permission.ManagePlatform, cancellationToken);
        if (quotas.StorageBytes < 0 || quotas.TrainingHours < 0 || quotas.Tokens < 0)
        {
            throw new DomainRuleException("quota.negative", "A quota is 0 or more. Leave it empty for no limit.");
        }

        var before = department.Quotas();
        if (before == quotas)
        {
            return;
        }

        department.Limit(quotas);
        db.Record(
            actor, AuditActions.DepartmentQuotasSet, AuditSubjects.Of(department), ("storage_bytes", Change(before.StorageBytes, quotas.StorageBytes)),
            ("training_hours", Change(before.TrainingHours, quotas.TrainingHours)), ("tokens", Change(before.Tokens, quotas.Tokens)));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string? Change(long? from, long? to) => from == to ? null : FormattableString.Invariant($"{Text(from)} → {Text(to)}");

    private static string Text(long? limit) => limit is { } value ? FormattableString.Invariant($"{value}") : "∞";
}
