using System.ComponentModel.DataAnnotations;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;

namespace Platform.Web.Components.People;

/// <summary>A person to register, and the department that is founded with them where one is.</summary>
public sealed class PersonForm
{
    public string Department { get; set; } = "";

    [Required]
    public string Name { get; set; } = "";

    [Required, EmailAddress]
    public string Email { get; set; } = "";

    public UserRole Role { get; set; } = UserRole.Researcher;

    public NewPerson ToPerson() => new(Name, Email, Role);
}
