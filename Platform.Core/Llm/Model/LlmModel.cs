namespace Platform.Core.Llm.Model;

/// <summary>An open-source LLM known to the platform.</summary>
public sealed class LlmModel
{
    public const int NameLength = 255;
    public const int TypeLength = 50;

    // Only for EF.
    private LlmModel()
    {
    }

    public LlmModel(Guid id, string modelName, string modelType)
    {
        Id = id;
        ModelName = modelName;
        ModelType = modelType;
    }

    public Guid Id { get; private set; }

    public string ModelName { get; private set; } = "";

    public string ModelType { get; private set; } = "";

    public void Describe(string modelName, string modelType) => (ModelName, ModelType) = (modelName, modelType);
}
