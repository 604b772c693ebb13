namespace Platform.Web.Components.Annotation;

/// <summary>What the canvas tells of itself, at most every 150 ms; complete in itself, so that a lost one does no harm.</summary>
/// <param name="Sequence">Grows by one a snapshot.</param>
/// <param name="LoadState"><c>empty</c>, <c>loading</c>, <c>ready</c> or <c>failed</c>.</param>
/// <param name="Revision">The image's revision that the server last acknowledged.</param>
/// <param name="SaveState"><c>saved</c>, <c>pending</c>, <c>saving</c>, <c>offline</c>, <c>signedOut</c> or <c>blocked</c>.</param>
/// <param name="Message">Why loading or saving was refused.</param>
/// <param name="Dirty">Shapes with edits that the server has not acknowledged, over all images of the page.</param>
/// <param name="Pending">Model shapes that nobody reviewed yet.</param>
/// <param name="Counts">Shapes by class id.</param>
/// <param name="WorkState">Where the label work on the image stands, as the server last told the canvas or as this person just set it.</param>
/// <param name="SelectedIds">The first fifty selected shapes.</param>
public sealed record CanvasSnapshot(
    long Sequence,
    Guid? AssetId,
    string LoadState,
    long Revision,
    string SaveState,
    DateTimeOffset? SavedAt,
    string? Message,
    int Dirty,
    int Total,
    int Pending,
    IReadOnlyDictionary<Guid, int> Counts,
    string Tool,
    Guid? ActiveClassId,
    IReadOnlyList<Guid> SelectedIds,
    int SelectedCount,
    bool CanUndo,
    bool CanRedo,
    double Scale,
    string? WorkState = null);
