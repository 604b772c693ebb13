namespace Platform.Core.Access;

/// <summary>What a bearer token may be used for; the permissions of each stand in <see cref="ScopePolicy"/>.</summary>
public enum TokenScope
{
    Training,
    Annotation,
    Llm,
    Admin,
}
