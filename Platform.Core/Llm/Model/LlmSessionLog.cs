namespace Platform.Core.Llm.Model;

/// <summary>One request and its response; key is the session and its sequence 1, 2, 3… without gaps.</summary>
public sealed class LlmSessionLog
{
    public const int ErrorCodeLength = 100;

    // Only for EF.
    private LlmSessionLog()
    {
    }

    public LlmSessionLog(
        Guid sessionId, int logSequence, DateTime requestTime, string requestPromptS3Path, string? responseS3Path, int? tokenUsed, int? promptTokens, int? completionTokens, bool tokensEstimated, DateTime? responseTime, DateTime? firstTokenTime, Guid? llmModelConfigId, Guid llmDeploymentId, Guid? promptTemplateId, LlmOutcome outcome)
    {
        SessionId = sessionId;
        LogSequence = logSequence;
        RequestTime = requestTime;
        RequestPromptS3Path = requestPromptS3Path;
        ResponseS3Path = responseS3Path;
        TokenUsed = tokenUsed;
        PromptTokens = promptTokens;
        CompletionTokens = completionTokens;
        TokensEstimated = tokensEstimated;
        ResponseTime = responseTime;
        FirstTokenTime = firstTokenTime;
        LlmModelConfigId = llmModelConfigId;
        LlmDeploymentId = llmDeploymentId;
        PromptTemplateId = promptTemplateId;
        Outcome = outcome;
    }

    public Guid SessionId { get; private set; }

    public int LogSequence { get; private set; }

    public DateTime RequestTime { get; private set; }

    public string RequestPromptS3Path { get; private set; } = "";

    public string? ResponseS3Path { get; private set; }

    public int? TokenUsed { get; private set; }

    public int? PromptTokens { get; private set; }

    public int? CompletionTokens { get; private set; }

    public bool TokensEstimated { get; private set; }

    public DateTime? ResponseTime { get; private set; }

    public DateTime? FirstTokenTime { get; private set; }

    public Guid? LlmModelConfigId { get; private set; }

    public Guid LlmDeploymentId { get; private set; }

    public Guid? PromptTemplateId { get; private set; }

    public LlmOutcome Outcome { get; private set; }

    /// <summary>What the caller was answered with; null while it is under way.</summary>
    public int? HttpStatus { get; private set; }

    /// <summary>What went wrong, for programs; null where nothing did.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>Calls of engines that it took.</summary>
    public int Attempts { get; private set; }

    public void End(
        DateTime at, DateTime? firstTokenAt, string responsePath, Guid deploymentId, LlmOutcome outcome, int? promptTokens, int? completionTokens, bool tokensEstimated, int httpStatus, string? errorCode, int attempts)
    {
        (ResponseTime, FirstTokenTime, ResponseS3Path, LlmDeploymentId, Outcome) = (at, firstTokenAt, responsePath, deploymentId, outcome);
        (PromptTokens, CompletionTokens, TokensEstimated) = (promptTokens, completionTokens, tokensEstimated);
        TokenUsed = promptTokens is null && completionTokens is null ? null : (promptTokens ?? 0) + (completionTokens ?? 0);
        (HttpStatus, ErrorCode, Attempts) = (httpStatus, errorCode, attempts);
    }
}
