using Platform.Core.Video;
using Platform.Tests.Support;

namespace Platform.Tests.Video;

public sealed class EncodedImagesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Start of image, a table whose content looks like an end of image, start of scan, stuffed bytes, end of image.
    private static byte[] Jpeg => [0xFF, 0xD8, 0xFF, 0xDB, 0, 6, 0xFF, 0xD9, 1, 2, 0xFF, 0xDA, 0, 4, 0, 0, 7, 0xFF, 0, 8, 0xFF, 0xD0, 9, 0xFF, 0xD9];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Jpegs_InPiecesOfAnySize_AreCutWhereOneEnds(int pieceBytes)
    {
        var images = new EncodedImages(new SlowStream([.. Jpeg, .. Jpeg], pieceBytes), FrameFormat.Jpeg);
        (await images.ReadAsync(Cancellation)).Should().Equal(Jpeg);
        (await images.ReadAsync(Cancellation)).Should().Equal(Jpeg);
        (await images.ReadAsync(Cancellation)).Should().BeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    public async Task Pngs_InPiecesOfAnySize_AreCutWhereOneEnds(int pieceBytes)
    {
        byte[] first = HeaderCodec.Png(20, 10, "first"), second = HeaderCodec.Png(30, 20, "second");
        var images = new EncodedImages(new SlowStream([.. first, .. second], pieceBytes), FrameFormat.Png);
        (await images.ReadAsync(Cancellation)).Should().Equal(first);
        (await images.ReadAsync(Cancellation)).Should().Equal(second);
        (await images.ReadAsync(Cancellation)).Should().BeNull();
    }

    [Fact]
    public async Task Stream_ThatEndsInsideAnImage_IsDamaged() =>
        await new EncodedImages(new MemoryStream(Jpeg[..^1]), FrameFormat.Jpeg).Awaiting(images => images.ReadAsync(Cancellation)).Should().ThrowAsync<InvalidDataException>();

    [Fact]
    public async Task Image_LargerThanTheBound_IsRefused() =>
        await new EncodedImages(new MemoryStream(new byte[1 << 20]), FrameFormat.Png, 1 << 18).Awaiting(images => images.ReadAsync(Cancellation)).Should().ThrowAsync<InvalidDataException>();

    private sealed class SlowStream(byte[] bytes, int pieceBytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, pieceBytes)], cancellationToken);
    }
}
