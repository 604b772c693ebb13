using System.Text.Json;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Export;

/// <summary>Counts what a format cannot carry while a version streams by.</summary>
internal sealed class LossCounter(ExportRequest request)
{
    private const int MaxExamples = 5;

    private readonly FormatCapabilities _format = FormatCapabilities.Of(request);
    private readonly Dictionary<(string Code, string Detail), (int Count, List<string> Examples)> _found = [];
    private readonly Dictionary<string, int> _pointCounts = new(StringComparer.Ordinal);
    private int _images;
    private int _videos;
    private int _shapes;

    /// <summary>An asset as it stands in the version; a video not yet taken apart.</summary>
    public void Add(ExportImage asset)
    {
        _shapes += asset.Shapes.Count;
        if (asset.Video is not null)
        {
            AddVideo(asset);
        }
        else if (_format.Images)
        {
            _images++;
        }
        else
        {
            Found(LossCodes.ImagesDropped, "", asset);
            return;
        }

        if (asset.Split != SplitKind.Unassigned && !_format.Splits)
        {
            Found(LossCodes.Splits, "", asset);
        }

        if (!_format.EmptyImages && !asset.Shapes.Any(shape => _format.Of(shape.Geometry.Type) != ShapeCarry.Dropped))
        {
            Found(LossCodes.EmptyImages, "", asset);
        }

        if (request.Format == InterchangeFormat.ImageFolder && asset.Shapes.Count(shape => shape.Geometry is TagGeometry) > 1)
        {
            Found(LossCodes.SecondTag, "", asset);
        }

        if (!_format.Overlaps && asset.Video is null)
        {
            AddOverlaps(asset);
        }

        foreach (var shape in asset.Shapes)
        {
            AddShape(asset, shape);
        }
    }

    /// <summary>Refuses what would be a damaged data set: poses of different length.</summary>
    public void DemandWritable()
    {
        if (request is { Format: InterchangeFormat.Yolo, YoloTask: YoloTask.Pose } && _pointCounts.Values.Distinct().Count() > 1)
        {
            throw new DomainRuleException(
                "export.pose_lengths",
                $"YOLO poses have one number of points for all classes, but here they differ ({string.Join(", ", _pointCounts.Select(pair => $"{pair.Key}: {pair.Value}"))}). Export to COCO, or classes of one skeleton only.");
        }
    }

    public LossReport Finish()
    {
        IReadOnlyList<Loss> losses =
        [
            .. _found.OrderBy(pair => pair.Key.Code, StringComparer.Ordinal).ThenBy(pair => pair.Key.Detail, StringComparer.Ordinal)
                .Select(pair => new Loss(pair.Key.Code, pair.Key.Detail, pair.Value.Count, LossTexts.Of(pair.Key.Code, pair.Key.Detail, pair.Value.Count), pair.Value.Examples)),
        ];
        var onlyForOthers = losses.All(loss => loss.Code == LossCodes.Holes && _format.Rings);
        return new LossReport(request.Format, _images, _videos, _shapes, losses, onlyForOthers && request.WithImages);
    }

    private void AddVideo(ExportImage video)
    {
        _videos++;
        if (!_format.Tracks)
        {
            _images += VideoFrameImages.FramesOf(video).Count;
            Found(LossCodes.Videos, "", video);
            Found(LossCodes.Tracks, "", video, video.Shapes.Select(shape => shape.TrackId).Where(id => id is not null).Distinct().Count());
        }
        else
        {
            Found(LossCodes.LoneFrameShapes, "", video, video.Shapes.Count(shape => shape.TrackId is null && shape.Geometry is not TagGeometry));
        }
    }

    private void AddShape(ExportImage asset, ExportShape shape)
    {
        var carry = _format.Of(shape.Geometry.Type);
        var type = shape.Geometry.Type is { } known ? EnumText<ShapeType>.ToText(known) : "tag";
        switch (carry)
        {
            case ShapeCarry.Dropped:
                Found(shape.Geometry is TagGeometry ? LossCodes.TagDropped : LossCodes.ShapeDropped, type, asset);
                return;
            case ShapeCarry.AsBox:
                Found(LossCodes.ShapeAsBox, type, asset);
                break;
            case ShapeCarry.AsMask:
                Found(LossCodes.ShapeAsMask, type, asset);
                break;
            case ShapeCarry.AsPolygon:
                Found(LossCodes.ShapeAsPolygon, type, asset);
                break;
            default:
                AddKept(asset, shape);
                break;
        }

        if (shape.ZOrder != 0 && !_format.ZOrder)
        {
            Found(LossCodes.ZOrder, "", asset);
        }

        if (shape.Attributes is { } attributes)
        {
            AddAttributes(asset, shape, attributes);
        }
    }

    private void AddKept(ExportImage asset, ExportShape shape)
    {
        switch (shape.Geometry)
        {
            case PolygonGeometry { Rings.Count: > 1 } polygon:
                if (!_format.Holes && PolygonRings.HasHole(polygon))
                {
                    Found(LossCodes.Holes, "", asset);
                }

                if (!_format.Rings)
                {
                    Found(LossCodes.Rings, "", asset);
                }

                break;
            case KeypointsGeometry keypoints:
                _pointCounts[shape.Class.Key] = keypoints.Points.Count / 3;
                if (!_format.HiddenPoints && keypoints.Points.Chunk(3).Any(point => point[2] == 1 || (point[2] == 0 && (point[0] != 0 || point[1] != 0))))
                {
                    Found(LossCodes.HiddenPoints, "", asset);
                }

                break;
            default:
                break;
        }
    }

    private void AddOverlaps(ExportImage asset)
    {
        var masks = asset.Shapes.Select(shape => shape.Geometry switch
        {
            MaskGeometry mask => RunLengths.Decode(mask.Counts),
            PolygonGeometry polygon => PolygonRaster.Counts(polygon, asset.Width, asset.Height),
            _ => null,
        }).OfType<IReadOnlyList<long>>().ToList();
        if (RunLengths.Overlap(masks))
        {
            Found(LossCodes.Overlap, "", asset);
        }

        Found(LossCodes.ShapeAsBox, "mask", asset, Math.Max(0, masks.Count - Voc.VocSegmentation.MaxObjects));
    }

    private void AddAttributes(ExportImage asset, ExportShape shape, string attributes)
    {
        foreach (var property in JsonElement.Parse(attributes).EnumerateObject())
        {
            if (AttributeSpec.ReservedNames.Contains(property.Name, StringComparer.Ordinal))
            {
                if (!_format.Flags.Contains(property.Name, StringComparer.Ordinal))
                {
                    Found(LossCodes.Flags, property.Name, asset);
                }
                else if (_format.Attributes == AttributeCarry.Text && property.Value.ValueKind != JsonValueKind.True)
                {
                    Found(LossCodes.AttributeTypes, property.Name, asset);
                }
            }
            else if (_format.Attributes == AttributeCarry.None)
            {
                Found(property.Name == ShapeGroups.Attribute ? LossCodes.Groups : LossCodes.Attributes, property.Name == ShapeGroups.Attribute ? "" : property.Name, asset);
            }
            else if (_format.Attributes == AttributeCarry.Text && !ComesBack(property.Value, shape.Class.Attributes.FirstOrDefault(spec => spec.Name == property.Name)))
            {
                Found(LossCodes.AttributeTypes, property.Name, asset);
            }
        }
    }

    // A text that its class declares a number or check box for would come back as that.
    private static bool ComesBack(JsonElement value, AttributeSpec? spec) => value.ValueKind switch
    {
        JsonValueKind.String => spec?.Type is not (AttributeType.Number or AttributeType.Checkbox) && value.GetString()!.Trim() == value.GetString() && value.GetString()!.Length > 0,
        JsonValueKind.Number => spec?.Type == AttributeType.Number,
        JsonValueKind.True or JsonValueKind.False => spec?.Type == AttributeType.Checkbox,
        _ => false,
    };

    private void Found(string code, string detail, ExportImage asset, int count = 1)
    {
        if (count == 0)
        {
            return;
        }

        var (before, examples) = _found.GetValueOrDefault((code, detail), (0, []));
        if (examples.Count < MaxExamples && !examples.Contains(asset.Name))
        {
            examples.Add(asset.Name);
        }

        _found[(code, detail)] = (before + count, examples);
    }
}
