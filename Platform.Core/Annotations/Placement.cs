using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Annotations;

/// <summary>Where a shape is beside its geometry: the frame and track of a video, and the place in the stack.</summary>
internal readonly record struct Placement(int? Frame, Guid? TrackId, int ZOrder)
{
    public static Placement Of(Annotation row) => new(row.Frame, row.TrackId, row.ZOrder);

    public static Placement Check(AnnotationUpsert upsert, Annotation? standing, LabelClass labelClass, Asset asset)
    {
        var placement = new Placement(upsert.Frame.Or(standing?.Frame), upsert.TrackId.Or(standing?.TrackId), upsert.ZOrder ?? standing?.ZOrder ?? 0);
        if (asset.Type == AssetType.Image)
        {
            return placement.Frame is null && placement.TrackId is null
                ? placement
                : throw new DomainRuleException("annotation.frame_on_image", "Only shapes on videos have a frame or a track. Reload the page and draw the shape again.");
        }

        if (placement is { TrackId: not null, Frame: null })
        {
            throw new DomainRuleException("annotation.track_needs_frame", "A keyframe of a track needs its frame. Draw it on a frame of the video.");
        }

        if (placement.Frame is null && labelClass.ShapeType is not null)
        {
            throw new DomainRuleException("annotation.frame_missing", "A shape on a video needs the frame it is drawn on; only tags may stand for the whole video.");
        }

        if (placement.Frame is { } frame && (frame < 0 || frame >= (asset.FrameCount ?? int.MaxValue)))
        {
            throw new DomainRuleException("annotation.frame_outside", $"The video has {asset.FrameCount} frames, counted from 0; there is no frame {frame}.", asset.FrameCount ?? 0, frame);
        }

        return placement;
    }
}
