using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Core.Shared;

/// <summary>A part of a request that may be left out, which is not the same as null: left out keeps what stands, null clears it.</summary>
[JsonConverter(typeof(OptionalConverter))]
public readonly record struct Optional<T>
{
    private readonly T _value;

    public Optional(T value) => (_value, IsGiven) = (value, true);

    public bool IsGiven { get; }

    public static implicit operator Optional<T>(T value) => new(value);

    /// <summary>The value, or what stands where none was given.</summary>
    public T Or(T standing) => IsGiven ? _value : standing;
}

/// <summary>Reads any present value, null included, as given; an absent property never comes here.</summary>
internal sealed class OptionalConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Optional<T>>
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<T>(ref reader, options)!;

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options)
        {
            if (value.IsGiven)
            {
                JsonSerializer.Serialize(writer, value.Or(default!), options);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
