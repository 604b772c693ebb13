using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Platform.Web.SignIn.Firebase;

namespace Platform.Tests.Web.SignIn.Firebase;

public sealed class FirebaseOptionsTests
{
    [Fact]
    public void Settings_OfNothing_AreFine() => Errors(new FirebaseOptions(), "Production").Should().BeEmpty();

    [Fact]
    public void Settings_OfAProject_AreFine() => Errors(Project(), "Production").Should().BeEmpty();

    [Theory]
    [InlineData("Production", true)]
    [InlineData("Staging", true)]
    [InlineData("Development", false)]
    public void Emulator_OutsideDevelopment_IsRefusedWithWhatToDo(string environment, bool refused)
    {
        var errors = Errors(new FirebaseOptions { ProjectId = "demo-platform", EmulatorHost = "127.0.0.1:9099" }, environment);

        if (refused)
        {
            errors.Should().ContainSingle().Which.Should().Contain("EmulatorHost").And.Contain("Remove the setting").And.Contain(environment);
        }
        else
        {
            errors.Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("ProjectId", "My Project")]
    [InlineData("ProjectId", "x; script-src *")]
    [InlineData("ProjectId", "")]
    [InlineData("ApiKey", "")]
    [InlineData("AuthDomain", "https://demo.firebaseapp.com")]
    [InlineData("AuthDomain", "demo.example; script-src *")]
    [InlineData("AuthDomain", "demo.example/path")]
    [InlineData("CertificateUrl", "http://certificates.example/")]
    [InlineData("CertificateUrl", "file:///etc/passwd")]
    [InlineData("CertificateUrl", "certificates")]
    [InlineData("EmulatorHost", "http://127.0.0.1:9099")]
    [InlineData("EmulatorHost", "127.0.0.1")]
    [InlineData("EmulatorHost", "127.0.0.1:9099 https://evil.example")]
    public void Setting_Wrong_IsNamed(string setting, string value)
    {
        var options = Project();
        typeof(FirebaseOptions).GetProperty(setting)!.SetValue(options, value);

        Errors(options, "Development").Should().ContainSingle().Which.Should().StartWith($"Platform:Firebase:{setting} ");
    }

    private static FirebaseOptions Project() => new() { ProjectId = "vision-1234", ApiKey = "AIza" };

    private static IReadOnlyList<string> Errors(FirebaseOptions options, string environment) => [.. new ValidateFirebaseOptions(new Environment(environment)).Validate(null, options).Failures ?? []];

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
