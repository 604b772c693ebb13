using System.Globalization;
using Platform.Core.Shared;

namespace Platform.Core.Departments;

/// <summary>Whose quota it is, and who can raise it.</summary>
/// <param name="Administrators">Names of people who can raise it.</param>
public sealed record QuotaHolder(string Department, string Administrators);

/// <summary>The one place that decides whether something may begin under a quota. What is under way is never asked again.</summary>
public static class DepartmentQuotaRule
{
    private const double SecondsPerHour = 3600;

    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>Files fit while they and everything under way leave the total at or below the limit. Without a known size there must be some room.</summary>
    /// <param name="holder">For the message.</param>
    /// <param name="limitBytes">Null is unlimited.</param>
    /// <param name="usedBytes">What is stored.</param>
    /// <param name="underWayBytes">What other uploads that were let in are still going to store.</param>
    /// <param name="neededBytes">What this one brings; 0 where nobody knows yet.</param>
    public static void DemandStorage(QuotaHolder holder, long? limitBytes, long usedBytes, long underWayBytes, long neededBytes)
    {
        if (limitBytes is { } limit && !FitsStorage(limit, usedBytes, underWayBytes, neededBytes))
        {
            var (used, most, underWay, needed) = (Bytes(usedBytes), Bytes(limit), Bytes(underWayBytes), Bytes(neededBytes));
            throw new DomainRuleException(
                "quota.storage",
                $"The department '{holder.Department}' has used {used} of {most} of storage, uploads under way take {underWay}, and this needs {needed}. Delete files and empty the trash, or ask an administrator to raise the quota: {holder.Administrators}.",
                holder.Department, used, most, underWay, needed, holder.Administrators);
        }
    }

    public static bool FitsStorage(long limitBytes, long usedBytes, long underWayBytes, long neededBytes) => usedBytes + underWayBytes + Math.Max(1, neededBytes) <= limitBytes;

    /// <summary>A training starts while hours are left: nobody knows beforehand how long it will take.</summary>
    public static void DemandTraining(QuotaHolder holder, int? limitHours, double usedSeconds, DateOnly month)
    {
        if (limitHours is { } limit && usedSeconds >= limit * SecondsPerHour)
        {
            var (used, most, next) = (Number(usedSeconds / SecondsPerHour), Number(limit), NextMonth(month));
            throw new DomainRuleException(
                "quota.training",
                $"The department '{holder.Department}' has used {used} of its {most} training hours of this month. What runs goes on. New trainings start again on {next} (UTC), or when an administrator raises the quota: {holder.Administrators}.",
                holder.Department, used, most, next, holder.Administrators);
        }
    }

    /// <summary>A request starts while tokens are left: nobody knows beforehand how many its answer will take.</summary>
    public static void DemandTokens(QuotaHolder holder, long? limitTokens, long usedTokens, DateOnly month)
    {
        if (limitTokens is { } limit && usedTokens >= limit)
        {
            var (used, most, next) = (Number(usedTokens), Number(limit), NextMonth(month));
            throw new DomainRuleException(
                "quota.tokens",
                $"The department '{holder.Department}' has used {used} of its {most} tokens of this month. Requests are answered again on {next} (UTC), or when an administrator raises the quota: {holder.Administrators}.",
                holder.Department, used, most, next, holder.Administrators);
        }
    }

    private static string NextMonth(DateOnly month) => month.AddMonths(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static string Bytes(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1024 && unit < s_units.Length - 1)
        {
            (value, unit) = (value / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {s_units[unit]}");
    }
}
