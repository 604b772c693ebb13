using System.IO.Compression;
using Platform.Core.Shared;

namespace Platform.Tests.Shared;

public sealed class SafeZipTests
{
    [Fact]
    public void Open_UnsafeEntries_AreRefusedOneByOne()
    {
        using var stream = Zip(("ok/a.txt", 10), ("../up.txt", 1), ("/root.txt", 1), ("a/../../b.txt", 1), ("C:\\x.txt", 1), ("in.zip", 5), ("bomb.bin", 8 << 20), ("__MACOSX/ok/._a.txt", 3));

        using var zip = SafeZip.Open(stream, ZipLimits.Default);

        zip.Names.Should().Equal("ok/a.txt");
        zip.Refused.Select(refused => (refused.Name, refused.Code)).Should().Equal(
            ("../up.txt", "zip.entry_name"), ("/root.txt", "zip.entry_name"), ("a/../../b.txt", "zip.entry_name"), ("C:/x.txt", "zip.entry_name"),
            ("in.zip", "zip.nested"), ("bomb.bin", "zip.entry_ratio"));
    }

    [Fact]
    public void Open_TooManyOrTooLarge_IsRefusedAsAWhole()
    {
        using var stream = Zip(("a", 600), ("b", 600));

        Code(() => SafeZip.Open(stream, new ZipLimits { MaxEntries = 1 })).Should().Be("zip.too_many_entries");
        Code(() => SafeZip.Open(stream, new ZipLimits { MaxTotalBytes = 1000 })).Should().Be("zip.too_large");
    }

    [Fact]
    public void Open_WhatIsNoZip_SaysSo() => Code(() => SafeZip.Open(new MemoryStream([1, 2, 3, 4]), ZipLimits.Default)).Should().Be("zip.damaged");

    [Fact]
    public void OpenRead_EntryLargerThanDeclared_Stops()
    {
        using var stream = new BoundedStream(new MemoryStream(new byte[100]), 50, () => new DomainRuleException("zip.entry_larger_than_declared", "x"));

        Code(() => stream.CopyTo(Stream.Null)).Should().Be("zip.entry_larger_than_declared");
    }

    private static string Code(Action action) => action.Should().Throw<DomainRuleException>().Which.Code;

    private static MemoryStream Zip(params (string Name, int Bytes)[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(new byte[bytes]);
            }
        }

        stream.Position = 0;
        return stream;
    }
}
