using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;

namespace Platform.Web.Endpoints;

/// <summary>A filter of assets as query parameters: the same for lists, neighbours and the queue.</summary>
/// <param name="Work">States, separated by commas.</param>
/// <param name="Assignee"><c>me</c>, <c>none</c>, <c>free</c> (mine or nobody's), or a person's id.</param>
/// <param name="Order"><c>uploaded</c>, <c>lowest_confidence</c>, <c>rare_classes</c> or <c>disagreement</c>.</param>
public sealed record AssetQuery(
    string? Split = null,
    Guid? ClassId = null,
    bool? HasAnnotations = null,
    string? ReviewState = null,
    string? Text = null,
    string? Type = null,
    string? Work = null,
    string? Assignee = null,
    string? Order = null,
    int? MinShapes = null,
    int? MaxShapes = null,
    int? MinSidePx = null,
    int? MaxSidePx = null,
    string? Source = null,
    double? MinConfidence = null,
    double? MaxConfidence = null,
    Guid? UploaderId = null,
    string? Tag = null)
{
    public AssetFilter ToFilter(Actor actor) => new(
        Parse<SplitKind>(Split),
        ClassId,
        HasAnnotations,
        Parse<ReviewState>(ReviewState),
        Text,
        string.IsNullOrEmpty(Work) ? null : [.. Work.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(EnumText<WorkState>.Parse)],
        AssigneeOf(Assignee, actor),
        Parse<AssetType>(Type),
        Parse<AssetOrder>(Order) ?? AssetOrder.Uploaded,
        MinShapes, MaxShapes, MinSidePx, MaxSidePx, Parse<AnnotationSource>(Source), MinConfidence, MaxConfidence, UploaderId, Tag);

    /// <summary>The words that the pages' addresses use, too.</summary>
    public static AssigneeFilter? AssigneeOf(string? text, Actor actor) => text switch
    {
        null or "" => null,
        "me" => new AssigneeFilter(actor.UserId),
        "none" => new AssigneeFilter(null, OrNobody: true),
        "free" => new AssigneeFilter(actor.UserId, OrNobody: true),
        _ => Guid.TryParse(text, out var id)
            ? new AssigneeFilter(id)
            : throw new DomainRuleException("value.unknown", $"'{text}' is not one of me, none, free or a person's id.", text, "me, none, free, id"),
    };

    private static T? Parse<T>(string? text)
        where T : struct, Enum => string.IsNullOrEmpty(text) ? null : EnumText<T>.Parse(text);
}
