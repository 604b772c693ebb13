using System.Text;
using Platform.Core.Llm.Gateway;

namespace Platform.Tests.Llm.Gateway;

public sealed class SseEventsTests
{
    private const string Stream = ": ping\n\ndata: {\"a\":\"👩‍👩‍👧 한글\"}\r\n\r\nevent: x\ndata: one\ndata:two\nid: 7\n\n\ndata: [DONE]\r\r";

    private static readonly string[] s_events = [": ping\n\n", "data: {\"a\":\"👩‍👩‍👧 한글\"}\r\n\r\n", "event: x\ndata: one\ndata:two\nid: 7\n\n", "\n", "data: [DONE]\r\r"];

    [Fact]
    public void Events_CutAtEveryByte_AreTheSame()
    {
        var bytes = Encoding.UTF8.GetBytes(Stream + "\n");
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var (events, found) = (new SseEvents(), new List<string>());
            Feed(events, found, bytes.AsSpan(0, cut));
            Feed(events, found, bytes.AsSpan(cut));

            found.Take(4).Should().Equal(s_events[..4], $"cut at {cut}");
            string.Concat(found).Should().StartWith(Stream);
        }
    }

    [Fact]
    public void Events_ByteByByte_AreTheSame()
    {
        var (events, found) = (new SseEvents(), new List<string>());
        foreach (var one in Encoding.UTF8.GetBytes(Stream + "\n"))
        {
            Feed(events, found, [one]);
        }

        found.Take(4).Should().Equal(s_events[..4]);
    }

    [Theory]
    [InlineData("data: a\n\n", "a")]
    [InlineData("data:a\r\n\r\n", "a")]
    [InlineData("event: x\ndata: one\ndata:two\ndata:  three\n\n", "one\ntwo\n three")]
    [InlineData(": comment\n\n", "")]
    [InlineData("database: a\n\n", "")]
    public void Data_OfAnEvent_IsItsLinesJoined(string whole, string data) => Encoding.UTF8.GetString(SseEvents.DataOf(Encoding.UTF8.GetBytes(whole)).Span).Should().Be(data);

    private static void Feed(SseEvents events, List<string> found, ReadOnlySpan<byte> bytes)
    {
        events.Add(bytes);
        while (events.TryTake(out var whole))
        {
            found.Add(Encoding.UTF8.GetString(whole.Span));
        }
    }
}
