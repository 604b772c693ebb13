using System.Text.Json.Serialization;

namespace Platform.Core.Llm.Gateway;

/// <summary>Values on the wire, without reflection.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(int))]
internal sealed partial class GatewayJson : JsonSerializerContext;
