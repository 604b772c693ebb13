using Platform.Core.Access;

namespace Platform.Web.Samples;

/// <summary>Makes a project with generated, exactly labelled pictures, for people who have no data at hand. The button shows only where this is registered.</summary>
public interface ISampleProject
{
    /// <returns>The new project's id.</returns>
    Task<Guid> CreateAsync(Actor actor, IProgress<double> progress, CancellationToken cancellationToken);
}
