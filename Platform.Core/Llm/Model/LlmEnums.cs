using Platform.Core.Shared;

namespace Platform.Core.Llm.Model;

/// <summary>Stage that a deployment serves.</summary>
public enum LlmEnvironment
{
    Dev,
    Test,
    Staging,
    Production,
}

/// <summary>Whether a deployment takes requests.</summary>
public enum LlmDeploymentStatus
{
    Active,
    Inactive,
    Maintenance,
    Error,
}

/// <summary>Which server program runs a deployment; each has its own way to say that it is well.</summary>
public enum LlmEngine
{
    Vllm,
    Ollama,
    [Text("llama.cpp")]
    LlamaCpp,
    Tgi,
    [Text("openai")]
    OpenAi,
}

/// <summary>How a dataset adapts a model.</summary>
public enum LlmLearningType
{
    [Text("fine-tuning")]
    FineTuning,
    [Text("prompt-learning")]
    PromptLearning,
    Transfer,
    Reinforcement,
}

/// <summary>What a session is for.</summary>
public enum LlmSessionType
{
    Dev,
    Test,
    Production,
    Experiment,
}

/// <summary>How a session ended, or that it has not.</summary>
public enum LlmSessionStatus
{
    InProgress,
    Completed,
    Error,
    Aborted,
}

/// <summary>How a request ended.</summary>
public enum LlmOutcome
{
    /// <summary>Under way.</summary>
    Pending,
    Completed,
    Error,

    /// <summary>The caller went away.</summary>
    Aborted,

    /// <summary>The engine went away in the middle of its answer.</summary>
    Truncated,
    Timeout,
}
