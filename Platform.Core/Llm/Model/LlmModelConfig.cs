namespace Platform.Core.Llm.Model;

/// <summary>A preset of sampling parameters of a model.</summary>
public sealed class LlmModelConfig
{
    public const int NameLength = 100;

    // Only for EF.
    private LlmModelConfig()
    {
    }

    public LlmModelConfig(
        Guid id, Guid llmModelId, string configName, int? maxTokens, double? temperature, double? topP, int? topK, DateTime createdAt)
    {
        Id = id;
        LlmModelId = llmModelId;
        CreatedAt = createdAt;
        Take(new PresetValues(configName, maxTokens, temperature, topP, topK));
    }

    public Guid Id { get; private set; }

    public Guid LlmModelId { get; private set; }

    public string ConfigName { get; private set; } = "";

    public int? MaxTokens { get; private set; }

    public double? Temperature { get; private set; }

    public double? TopP { get; private set; }

    public int? TopK { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public PresetValues Values => new(ConfigName, MaxTokens, Temperature, TopP, TopK);

    public void Take(PresetValues values) => (ConfigName, MaxTokens, Temperature, TopP, TopK) = values;
}

/// <summary>What a preset sets. Null leaves the engine its own default.</summary>
/// <param name="Name">Unique in the model.</param>
/// <param name="MaxTokens">Tokens of an answer, 1 to <see cref="LargestMaxTokens"/>.</param>
/// <param name="Temperature">0 to 2.</param>
/// <param name="TopP">Above 0, at most 1.</param>
/// <param name="TopK">0 for all tokens, at most <see cref="LargestTopK"/>.</param>
public sealed record PresetValues(string Name, int? MaxTokens = null, double? Temperature = null, double? TopP = null, int? TopK = null)
{
    public const int LargestMaxTokens = 10_000_000;
    public const int LargestTopK = 1_000_000;
}
