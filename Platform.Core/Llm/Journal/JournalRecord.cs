using System.Text.Json.Serialization;
using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Journal;

/// <summary>Something that happened at the gateway, in the order in which it happened.</summary>
/// <param name="SessionId">The session that it belongs to.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SessionOpened), "opened")]
[JsonDerivedType(typeof(RequestStarted), "started")]
[JsonDerivedType(typeof(RequestEnded), "ended")]
[JsonDerivedType(typeof(SessionClosed), "closed")]
public abstract record JournalRecord(Guid SessionId);

/// <param name="SessionId">Id of the new session.</param>
/// <param name="UserId">Whose.</param>
/// <param name="ProjectId">For which project, or none.</param>
/// <param name="Name">As the caller named it; null for one that the gateway opened by itself.</param>
/// <param name="Type">What for.</param>
/// <param name="At">UTC.</param>
public sealed record SessionOpened(Guid SessionId, Guid UserId, Guid? ProjectId, string? Name, LlmSessionType Type, DateTime At) : JournalRecord(SessionId);

/// <summary>Written before the upstream is called; its body is the request as it is sent on.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Sequence">1, 2, 3… without gaps.</param>
/// <param name="At">UTC.</param>
/// <param name="DeploymentId">Called first; the one that answered stands in <see cref="RequestEnded"/>.</param>
/// <param name="ConfigId">The preset that was applied.</param>
/// <param name="TemplateId">The prompt template's version that was applied.</param>
/// <param name="BodyFile">Where the body has a file of its own, its id.</param>
public sealed record RequestStarted(Guid SessionId, int Sequence, DateTime At, Guid DeploymentId, Guid? ConfigId, Guid? TemplateId, Guid? BodyFile) : JournalRecord(SessionId);

/// <summary>Its body is the response as it came from upstream, as far as it came.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Sequence">Of the request.</param>
/// <param name="At">UTC.</param>
/// <param name="FirstTokenAt">UTC; null where nothing came.</param>
/// <param name="DeploymentId">That answered, or was tried last.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="PromptTokens">Of the prompt.</param>
/// <param name="CompletionTokens">Of the answer.</param>
/// <param name="TokensEstimated">Whether upstream did not say.</param>
/// <param name="HttpStatus">What the caller was answered with.</param>
/// <param name="ErrorCode">Of what went wrong, else null.</param>
/// <param name="Attempts">Calls of upstreams that it took.</param>
/// <param name="BodyFile">Where the body has a file of its own, its id.</param>
public sealed record RequestEnded(
    Guid SessionId, int Sequence, DateTime At, DateTime? FirstTokenAt, Guid DeploymentId, LlmOutcome Outcome, int? PromptTokens, int? CompletionTokens, bool TokensEstimated, int HttpStatus, string? ErrorCode, int Attempts, Guid? BodyFile)
    : JournalRecord(SessionId);

/// <param name="SessionId">The session.</param>
/// <param name="Status">How it ended.</param>
/// <param name="At">UTC.</param>
public sealed record SessionClosed(Guid SessionId, LlmSessionStatus Status, DateTime At) : JournalRecord(SessionId);

/// <summary>Reads and writes records without reflection.</summary>
[JsonSerializable(typeof(JournalRecord))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
internal sealed partial class JournalJson : JsonSerializerContext;
