using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;
using Platform.Web.Endpoints;

namespace Platform.Web.Components.Datasets;

/// <summary>What a gallery is filtered and sorted by, in the words of the page's address, so that the canvas pages through the same images.</summary>
/// <param name="State"><c>annotated</c>, <c>empty</c> or <c>pending</c>: whether an image has shapes, and some of a model that nobody reviewed.</param>
/// <param name="Work">States of the label work, separated by commas.</param>
/// <param name="Assignee"><c>me</c>, <c>none</c>, <c>free</c> or a person's id.</param>
/// <param name="Order"><c>uploaded</c> or <c>lowest_confidence</c>.</param>
public sealed record GalleryQuery(
    string? Split = null, Guid? Class = null, string? State = null, string? Text = null, string? Work = null, string? Assignee = null, string? Order = null)
{
    public static readonly string OpenWork = string.Join(',', AssetFilter.OpenStates.Select(EnumText<WorkState>.ToText));

    public static readonly string DoneWork = EnumText<WorkState>.ToText(WorkState.Done);

    /// <summary>What is free for whoever asks, under the same other filters.</summary>
    public GalleryQuery ToLabel() => this with { Work = OpenWork, Assignee = "free" };

    /// <summary>What waits for a reviewer, under the same other filters.</summary>
    public GalleryQuery ToReview() => this with { Work = DoneWork, Assignee = null };

    /// <summary>A word that means nothing, typed into the address by hand, filters nothing.</summary>
    public AssetFilter ToFilter(Actor actor)
    {
        var states = (Work ?? "").Split(',').Select(Known<WorkState>).OfType<WorkState>().ToList();
        var assignee = Assignee is "me" or "none" or "free" || Guid.TryParse(Assignee, out _) ? AssetQuery.AssigneeOf(Assignee, actor) : null;
        return new AssetFilter(
            Known<SplitKind>(Split),
            Class,
            State switch { "annotated" => true, "empty" => false, _ => null },
            State == "pending" ? ReviewState.Pending : null,
            Text,
            states.Count > 0 ? states : null,
            assignee,
            Order: Known<AssetOrder>(Order) ?? AssetOrder.Uploaded);
    }

    /// <summary>From <c>?</c> on; empty without filters.</summary>
    public string ToUrl()
    {
        (string Name, string? Value)[] parts =
            [("split", Split), ("class", Class?.ToString()), ("state", State), ("text", Text), ("work", Work), ("assignee", Assignee), ("order", Order)];
        var set = parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}").ToList();
        return set.Count == 0 ? "" : "?" + string.Join('&', set);
    }

    private static T? Known<T>(string? text)
        where T : struct, Enum => text is not null && EnumText<T>.All.Contains(text) ? EnumText<T>.Parse(text) : null;
}
