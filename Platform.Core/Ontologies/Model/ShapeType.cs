namespace Platform.Core.Ontologies.Model;

/// <summary>The shape that a class is drawn with, and that an annotation has.</summary>
public enum ShapeType
{
    Bbox,
    Polygon,
    Mask,
    Keypoints,
    Polyline,
}
