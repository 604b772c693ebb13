using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Configuration;
using Platform.Core.Llm;
using Platform.Core.Llm.Connections;
using Platform.Core.Shared;

namespace Platform.Tests.Llm;

/// <summary>Which places the server lets itself be sent to.</summary>
public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("8.8.8.8", null)]
    [InlineData("2606:4700::1", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("10.1.2.3", null)]
    [InlineData("192.168.7.7", null)]
    [InlineData("172.31.255.1", null)]
    [InlineData("fd12::1", null)]
    [InlineData("169.254.169.254", "metadata")]
    [InlineData("fd00:ec2::254", "metadata")]
    [InlineData("100.100.100.200", "metadata")]
    [InlineData("192.0.0.192", "metadata")]
    [InlineData("169.254.1.1", "link_local")]
    [InlineData("fe80::1", "link_local")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("::", "unspecified")]
    [InlineData("255.255.255.255", "unspecified")]
    [InlineData("240.0.0.1", "unspecified")]
    [InlineData("::ffff:169.254.169.254", "metadata")]
    [InlineData("64:ff9b::a9fe:a9fe", "metadata")]
    [InlineData("2002:a9fe:a9fe::1", "metadata")]
    [InlineData("::169.254.169.254", "metadata")]
    [InlineData("::ffff:0.0.0.0", "unspecified")]
    public void Address_ByDefault_IsRefusedWhereNoEngineLives(string address, string? kind) => KindRefused(new LlmOptions(), "host", address).Should().Be(kind);

    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("10.1.2.3", "private")]
    [InlineData("::ffff:10.1.2.3", "private")]
    [InlineData("100.64.0.1", "private")]
    [InlineData("8.8.8.8", null)]
    public void Address_OfTheHouse_IsRefusedWhereTheSettingsSaySo(string address, string? kind) =>
        KindRefused(new LlmOptions { AllowLoopback = false, AllowPrivate = false }, "host", address).Should().Be(kind);

    [Theory]
    [InlineData("gpu.example", "10.0.0.1", true)]
    [InlineData("GPU.example", "10.0.0.1", true)]
    [InlineData("a.lab.example", "127.0.0.1", true)]
    [InlineData("lab.example", "10.0.0.1", false)]
    [InlineData("evil-gpu.example", "10.0.0.1", false)]
    [InlineData("gpu.example", "169.254.169.254", false)]
    [InlineData("anything", "169.254.10.9", true)]
    [InlineData("anything", "169.254.11.9", false)]
    [InlineData("anything", "10.9.9.9", true)]
    public void AllowedHosts_NamesAndNetworks_LiftWhatTheyMay(string host, string address, bool allowed) => (KindRefused(
        new LlmOptions { AllowLoopback = false, AllowPrivate = false, AllowedHosts = ["gpu.example", "*.lab.example", "169.254.10.0/24", "10.9.9.9"] }, host, address) is null).Should().Be(allowed);

    [Fact]
    public void DeniedHosts_OfWhateverKind_AreRefused()
    {
        var options = new LlmOptions { AllowedHosts = ["8.8.8.8"], DeniedHosts = ["8.8.0.0/16", "bad.example"] };

        KindRefused(options, "host", "8.8.8.8").Should().NotBeNull();
        KindRefused(options, "bad.example", "9.9.9.9").Should().NotBeNull();
        KindRefused(options, "good.example", "9.9.9.9").Should().BeNull();
    }

    [Fact]
    public void OnlyAllowedHosts_OfTheWholeWorld_AreLeft()
    {
        var options = new LlmOptions { OnlyAllowedHosts = true, AllowedHosts = ["gpu.example"] };

        KindRefused(options, "gpu.example", "10.0.0.1").Should().BeNull();
        KindRefused(options, "other.example", "10.0.0.1").Should().NotBeNull();
        KindRefused(options, "8.8.8.8", "8.8.8.8").Should().NotBeNull();
    }

    [Theory]
    [InlineData("http://gpu-01:8000", "http://gpu-01:8000")]
    [InlineData(" https://gpu-01/v1/ ", "https://gpu-01")]
    [InlineData("http://gpu-01:8000/openai/v1", "http://gpu-01:8000/openai")]
    [InlineData("HTTP://GPU-01:80/", "http://gpu-01")]
    [InlineData("http://[::1]:8000/", "http://[::1]:8000")]
    public void BaseUrl_AsTyped_IsKeptInOneForm(string typed, string kept) => BaseUrl.Of(typed).Should().Be(kept);

    [Theory]
    [InlineData("ftp://gpu-01")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gpu-01:8000")]
    [InlineData("http://user:secret@gpu-01")]
    [InlineData("http://gpu-01@evil.example/")]
    [InlineData("http://gpu-01/?key=secret")]
    [InlineData("http://gpu-01/#x")]
    [InlineData("javascript:alert(1)")]
    public void BaseUrl_ThatHidesSomething_IsRefused(string typed)
    {
        var read = () => BaseUrl.Of(typed);

        read.Should().Throw<DomainRuleException>().Which.Code.Should().Be("llm.base_url");
    }

    [Fact]
    public void Settings_OfTheirSection_AreReadAndChecked()
    {
        var options = Read(("AllowedHosts:0", "gpu.example"), ("AllowedHosts:1", "10.0.0.0/8"), ("DeniedHosts:0", "bad.example"), ("OnlyAllowedHosts", "true"), ("EchoEngine", "true"));

        options.AllowedHosts.Should().Equal("gpu.example", "10.0.0.0/8");
        options.DeniedHosts.Should().Equal("bad.example");
        (options.OnlyAllowedHosts, options.EchoEngine, options.CheckSeconds).Should().Be((true, true, 15));
        options.Validate(new ValidationContext(options)).Should().BeEmpty();
        Read(("AllowedHosts:0", "http://gpu/")).Validate(new ValidationContext(options)).Should().ContainSingle().Which.ErrorMessage.Should().Contain("http://gpu/");

        static LlmOptions Read(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{LlmOptions.Section}:{setting.Key}", (string?)setting.Value))).Build().GetSection(LlmOptions.Section).Get<LlmOptions>()!;
    }

    private static string? KindRefused(LlmOptions options, string host, string address) => (string?)new AddressPolicy(options).RefusalOf(host, IPAddress.Parse(address))?.Arguments[1];
}
