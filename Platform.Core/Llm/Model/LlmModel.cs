namespace Platform.Core.Llm.Model;

/// <summary>An open-source LLM known to the platform.</summary>
public sealed class LlmModel
{
    // Only for EF.
    private LlmModel()
    {
    }

    public LlmModel(
        Guid id, string modelName, string modelType)
    {
        Id = id;
        ModelName = modelName;
        ModelType = modelType;
    }

    public Guid Id { get; private set; }

    public string ModelName { get; private set; } = "";

    public string ModelType { get; private set; } = "";
}
