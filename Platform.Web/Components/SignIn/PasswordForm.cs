namespace Platform.Web.Components.SignIn;

/// <summary>What somebody types to sign in, or to choose a password.</summary>
public sealed class PasswordForm
{
    public string? Email { get; set; }

    public string? Text { get; set; }
}
