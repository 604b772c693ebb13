using System.Globalization;
using Platform.Web.Components.Shared;

namespace Platform.Tests.Web.Components;

public sealed class FormatTests
{
    public FormatTests() => CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(9_961_472, "9.5 MB")]
    public void Size_InBytes_ReadsWell(long bytes, string text) => Sizes.Short(bytes).Should().Be(text);

    [Theory]
    [InlineData(5, "0:05")]
    [InlineData(309, "5:09")]
    [InlineData(3909, "1:05:09")]
    public void Duration_InSeconds_ReadsWell(int seconds, string text) => Durations.Short(TimeSpan.FromSeconds(seconds)).Should().Be(text);
}
