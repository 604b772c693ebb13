using Platform.Core.Departments.Model;

namespace Platform.Core.People.Model;

/// <summary>A department and its one manager, who is an active member of it.</summary>
public sealed class Department
{
    public const int NameLength = 100;

    // Only for EF.
    private Department()
    {
    }

    public Department(Guid id, string name, Guid managerUserId)
    {
        Id = id;
        Name = name;
        ManagerUserId = managerUserId;
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public Guid ManagerUserId { get; private set; }

    /// <summary>Null is unlimited.</summary>
    public long? StorageQuotaBytes { get; private set; }

    /// <summary>A month; null is unlimited.</summary>
    public int? TrainingQuotaHours { get; private set; }

    /// <summary>A month; null is unlimited.</summary>
    public long? TokenQuota { get; private set; }

    public DepartmentQuotas Quotas() => new(StorageQuotaBytes, TrainingQuotaHours, TokenQuota);

    public void Limit(DepartmentQuotas quotas) => (StorageQuotaBytes, TrainingQuotaHours, TokenQuota) = (quotas.StorageBytes, quotas.TrainingHours, quotas.Tokens);

    public void HandOverTo(Guid userId) => ManagerUserId = userId;

    public void Rename(string name) => Name = name;
}
