using System.ComponentModel.DataAnnotations;

namespace Platform.Web.Components.SignIn;

/// <summary>What the first person says about themselves.</summary>
public sealed class WelcomeForm
{
    public string? Token { get; set; }

    [Required]
    public string Name { get; set; } = "";

    [Required, EmailAddress]
    public string Email { get; set; } = "";

    [Required]
    public string Department { get; set; } = "";
}
