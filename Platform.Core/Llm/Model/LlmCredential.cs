namespace Platform.Core.Llm.Model;

/// <summary>What a deployment proves itself with at its engine, protected: the database alone gives nobody the credential.</summary>
public sealed class LlmCredential
{
    public const int SecretLength = 8000;

    // Only for EF.
    private LlmCredential()
    {
    }

    public LlmCredential(Guid id, Guid deploymentId, string protectedValue, DateTime createdAt)
    {
        Id = id;
        LlmDeploymentId = deploymentId;
        ProtectedValue = protectedValue;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid LlmDeploymentId { get; private set; }

    public string ProtectedValue { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    /// <summary>What the deployment's <see cref="LlmDeployment.CredentialReference"/> says.</summary>
    public string Reference => $"credential/{Id}";
}
