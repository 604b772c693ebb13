namespace Platform.Core.Assets.Model;

/// <summary>Where the label work on an asset stands; not to be mixed up with the review of a single annotation.</summary>
public enum WorkState
{
    Unlabelled,
    InProgress,

    /// <summary>Its labeller says that nothing is missing; waits for a reviewer.</summary>
    Done,
    Accepted,

    /// <summary>A reviewer wants changes; stays so until a labeller says done again.</summary>
    Rejected,
}
