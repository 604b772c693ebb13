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

    public void HandOverTo(Guid userId) => ManagerUserId = userId;

    public void Rename(string name) => Name = name;
}
