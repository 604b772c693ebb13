using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Connections;

/// <summary>All that is needed to talk to a deployment's engine.</summary>
/// <param name="DeploymentId">Whose engine; empty for one that is only being tried.</param>
/// <param name="Revision">Of the deployment: connections of an older one are out of date.</param>
/// <param name="BaseUri">Without <c>/v1</c>.</param>
/// <param name="Engine">Which server program.</param>
/// <param name="UpstreamModelName">The model as the engine calls it.</param>
/// <param name="Credential">Null where the engine asks for none.</param>
/// <param name="Status">When this was read.</param>
/// <param name="StatusReason">When this was read.</param>
public sealed record EngineTarget(
    Guid DeploymentId, int Revision, Uri BaseUri, LlmEngine Engine, string UpstreamModelName, EngineCredential? Credential,
    LlmDeploymentStatus Status = LlmDeploymentStatus.Error, string StatusReason = HealthReasons.Registered)
{
    /// <summary>An address below the engine's root, such as <c>/health</c>.</summary>
    public Uri At(string path) => new(BaseUri.AbsoluteUri.TrimEnd('/') + path);
}

/// <summary>A secret in the clear, for as long as a connection needs it. Prints as nothing.</summary>
public sealed class EngineCredential(string? secret)
{
    /// <summary>Null where it is stored but its protection cannot be undone: the keys that it was protected with are gone.</summary>
    public string? Secret { get; } = secret;

    public override string ToString() => "•••";
}

/// <summary>Protects credentials for the database. Whoever hosts the platform says how.</summary>
public interface ICredentialProtector
{
    string Protect(string secret);

    /// <returns>Null where the keys are gone or the value was tampered with.</returns>
    string? Unprotect(string protectedValue);
}

/// <summary>The engine inside this process that answers what it is told, for trying everything without a GPU.</summary>
public interface IEchoEngine
{
    /// <summary>Null where it is switched off, or where the server listens on no plain loopback address.</summary>
    Uri? BaseUri { get; }

    bool IsEnabled { get; }

    /// <summary>Made anew at every start.</summary>
    string Secret { get; }
}
