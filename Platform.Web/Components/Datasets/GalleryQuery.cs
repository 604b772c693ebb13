using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
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
/// <param name="Order"><c>uploaded</c>, <c>lowest_confidence</c>, <c>rare_classes</c> or <c>disagreement</c>.</param>
/// <param name="Count">Range of the number of shapes, such as <c>1-10</c>, <c>5-</c> or <c>-3</c>.</param>
/// <param name="Size">Range of the longer side in pixels.</param>
/// <param name="Source"><c>human</c> or <c>model</c>.</param>
/// <param name="Confidence">Range of a model's confidence in per cent.</param>
public sealed record GalleryQuery(
    string? Split = null, Guid? Class = null, string? State = null, string? Text = null, string? Work = null, string? Assignee = null, string? Order = null,
    string? Count = null, string? Size = null, string? Source = null, string? Confidence = null, Guid? Uploader = null, string? Tag = null)
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
            Order: Known<AssetOrder>(Order) ?? AssetOrder.Uploaded,
            MinShapes: From(Count),
            MaxShapes: To(Count),
            MinSidePx: From(Size),
            MaxSidePx: To(Size),
            Source: Known<AnnotationSource>(Source),
            MinConfidence: From(Confidence) / 100.0,
            MaxConfidence: To(Confidence) / 100.0,
            UploaderId: Uploader,
            Tag: string.IsNullOrWhiteSpace(Tag) ? null : Tag);
    }

    /// <summary>How many filters of the second row are set, those that a person does not see at once.</summary>
    public int MoreCount => new[] { Count, Size, Source, Confidence, Uploader?.ToString(), Tag }.Count(part => !string.IsNullOrEmpty(part));

    /// <summary>What an address asks for; parts that it does not know are left to others.</summary>
    public static GalleryQuery Parse(string address)
    {
        var parts = QueryHelpers.ParseQuery(new Uri(address).Query);
        string? Part(string name) => parts.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;
        Guid? Id(string name) => Guid.TryParse(Part(name), out var id) ? id : null;
        return new GalleryQuery(
            Part("split"), Id("class"), Part("state"), Part("text"), Part("work"), Part("assignee"), Part("order"),
            Part("count"), Part("size"), Part("source"), Part("confidence"), Id("uploader"), Part("tag"));
    }

    /// <summary>From <c>?</c> on; empty without filters.</summary>
    public string ToUrl()
    {
        (string Name, string? Value)[] parts =
            [("split", Split), ("class", Class?.ToString()), ("state", State), ("text", Text), ("work", Work), ("assignee", Assignee), ("order", Order),
             ("count", Count), ("size", Size), ("source", Source), ("confidence", Confidence), ("uploader", Uploader?.ToString()), ("tag", Tag)];
        var set = parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}").ToList();
        return set.Count == 0 ? "" : "?" + string.Join('&', set);
    }

    private static T? Known<T>(string? text)
        where T : struct, Enum => text is not null && EnumText<T>.All.Contains(text) ? EnumText<T>.Parse(text) : null;

    /// <summary>A range as the address writes it; null where neither end is set.</summary>
    public static string? Range(int? from, int? to) => from is null && to is null ? null : string.Create(CultureInfo.InvariantCulture, $"{from}-{to}");

    public static int? From(string? range) => Ends(range)[0];

    public static int? To(string? range) => Ends(range)[1];

    private static int?[] Ends(string? range) => range?.Split('-') is [var from, var to] ? [Number(from), Number(to)] : [null, null];

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
