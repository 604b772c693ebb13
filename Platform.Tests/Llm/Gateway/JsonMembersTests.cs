using System.Text;
using System.Text.Json;
using Platform.Core.Llm.Gateway;

namespace Platform.Tests.Llm.Gateway;

public sealed class JsonMembersTests
{
    [Theory]
    [InlineData("""{ "model" : "a",  "x":1e2, "nested":{"model":"b"} }""", """{ "model" : "B",  "x":1e2, "nested":{"model":"b"} }""")]
    [InlineData("""{"model":"a","model":"c"}""", """{"model":"B","model":"B"}""")]
    [InlineData("""{}""", """{"model":"B"}""")]
    [InlineData("""{"x":"\u00e9\/"}""", """{"model":"B","x":"\u00e9\/"}""")]
    public void With_AValue_ChangesItsBytesAlone(string json, string expected) => With(json, ("model", "\"B\"")).Should().Be(expected);

    [Theory]
    [InlineData("""{"usage":{"a":[1,2]},"id":1}""", """{"id":1}""")]
    [InlineData("""{"id":1, "usage":null}""", """{"id":1}""")]
    [InlineData("""{"id":1,"usage":3,"z":2}""", """{"id":1,"z":2}""")]
    [InlineData("""{"usage":3}""", """{}""")]
    public void With_Null_TakesTheMemberOut(string json, string expected) => With(json, ("usage", null)).Should().Be(expected);

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1} x")]
    [InlineData("{a:1}")]
    public void Parse_OfWhatIsNoObject_IsNull(string json) => JsonMembers.Parse(Encoding.UTF8.GetBytes(json)).Should().BeNull();

    [Fact]
    public void With_AnyChanges_StaysWhatAJsonReaderWouldMake()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var names = Enumerable.Range(0, random.Next(5)).Select(number => $"k{number}").ToList();
            var json = "{" + string.Join(random.Next(2) == 0 ? " , " : ",", names.Select(name => $"\"{name}\":{(random.Next(2) == 0 ? "[1, {}]" : "\"v,}\"")}")) + "}";
            var changes = Enumerable.Range(0, 6).Where(_ => random.Next(2) == 0).ToDictionary(number => $"k{number}", _ => random.Next(3) == 0 ? null : "7");

            var made = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(With(json, [.. changes.Select(change => (change.Key, change.Value))]))!;

            made.Keys.Should().BeEquivalentTo(names.Where(name => !changes.ContainsKey(name)).Concat(changes.Where(change => change.Value is not null).Select(change => change.Key)), json);
        }
    }

    private static string With(string json, params (string Name, string? Value)[] changes) =>
        Encoding.UTF8.GetString(JsonMembers.Parse(Encoding.UTF8.GetBytes(json))!.With(changes.ToDictionary(change => change.Name, change => change.Value is null ? null : Encoding.UTF8.GetBytes(change.Value))));
}
