namespace Platform.Core.People.Model;

/// <summary>A registered person: member of exactly one department.</summary>
public sealed class User
{
    public const int NameLength = 50;
    public const int EmailLength = 255;
    public const int FirebaseUidLength = 100;

    // Only for EF.
    private User()
    {
    }

    public User(Guid id, string name, string email, UserRole role, Guid departmentId, DateTime createdAt)
    {
        Id = id;
        Name = name;
        Email = email;
        Role = role;
        DepartmentId = departmentId;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public string Email { get; private set; } = "";

    public string? FirebaseUid { get; private set; }

    public UserRole Role { get; private set; }

    public Guid DepartmentId { get; private set; }

    public bool IsActive { get; private set; } = true;

    public DateTime? LastLogin { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public void SignedIn(DateTime at) => LastLogin = at;

    public void Deactivate() => IsActive = false;

    public void Activate() => IsActive = true;

    public void ChangeRole(UserRole role) => Role = role;

    public void LinkFirebase(string firebaseUid) => FirebaseUid = firebaseUid;
}
