using Platform.Core.Access;
using Platform.Core.Deployments;

namespace Platform.Tests.Deployments;

/// <summary>Lets every version through.</summary>
internal sealed class OpenGate : IPromotionGate
{
    public Task<string?> ObjectionAsync(Actor actor, Guid modelVersionId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task DemandAsync(Actor actor, Guid modelVersionId, string? overrideReason, CancellationToken cancellationToken) => Task.CompletedTask;
}
