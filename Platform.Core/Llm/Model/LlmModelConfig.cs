namespace Platform.Core.Llm.Model;

/// <summary>A preset of sampling parameters of a model.</summary>
public sealed class LlmModelConfig
{
    // Only for EF.
    private LlmModelConfig()
    {
    }

    public LlmModelConfig(
        Guid id, Guid llmModelId, string configName, int? maxTokens, double? temperature, double? topP, int? topK, DateTime createdAt)
    {
        Id = id;
        LlmModelId = llmModelId;
        ConfigName = configName;
        MaxTokens = maxTokens;
        Temperature = temperature;
        TopP = topP;
        TopK = topK;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid LlmModelId { get; private set; }

    public string ConfigName { get; private set; } = "";

    public int? MaxTokens { get; private set; }

    public double? Temperature { get; private set; }

    public double? TopP { get; private set; }

    public int? TopK { get; private set; }

    public DateTime CreatedAt { get; private set; }
}
