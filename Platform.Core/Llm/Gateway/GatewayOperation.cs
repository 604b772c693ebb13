namespace Platform.Core.Llm.Gateway;

/// <summary>One of the interfaces that are relayed.</summary>
/// <param name="Path">Below the engine's root and below ours.</param>
/// <param name="Generates">Whether tokens are generated, so that presets and streams mean something.</param>
public sealed record GatewayOperation(string Path, bool Generates)
{
    public static GatewayOperation Chat { get; } = new("/v1/chat/completions", Generates: true);

    public static GatewayOperation Completions { get; } = new("/v1/completions", Generates: true);

    public static GatewayOperation Embeddings { get; } = new("/v1/embeddings", Generates: false);
}
