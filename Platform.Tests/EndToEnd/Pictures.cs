using System.Globalization;
using System.Xml.Linq;
using Platform.Tests.Support;
using Platform.Training.Imaging;
using Platform.Training.Samples;

namespace Platform.Tests.EndToEnd;

/// <summary>A picture and its Pascal VOC file.</summary>
public sealed record Picture(string Name, byte[] Bytes, byte[] Voc, IReadOnlyList<PictureBox> Boxes);

/// <summary>A labelled box in pixels, as the VOC file has it.</summary>
public sealed record PictureBox(string ClassKey, double Left, double Top, double Right, double Bottom);

/// <summary>The pictures that the end-to-end tests work on: real blood cells where they lie beside the checkout, generated shapes elsewhere.</summary>
public static class Pictures
{
    public static bool AreReal { get; } = Directory.Exists(Path.Combine(Repo.Bccd, "JPEGImages"));

    public static IReadOnlyList<string> ClassKeys { get; } = AreReal ? ["RBC", "WBC", "Platelets"] : [.. SampleDataGenerator.Classes.Select(sample => sample.Key)];

    public static IReadOnlyList<Picture> Take(int count) => AreReal ? TakeReal(count) : TakeGenerated(count);

    private static List<Picture> TakeReal(int count) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repo.Bccd, "JPEGImages")).Order(StringComparer.Ordinal).Take(count).Select(path =>
        {
            var voc = File.ReadAllBytes(Path.Combine(Repo.Bccd, "Annotations", Path.ChangeExtension(Path.GetFileName(path), ".xml")));
            return new Picture(Path.GetFileName(path), File.ReadAllBytes(path), voc, ReadBoxes(voc));
        }),
    ];

    private static List<Picture> TakeGenerated(int count) =>
    [
        .. new SampleDataGenerator(new OpenCvImageCodec()).Generate(count).Select(image =>
        {
            PictureBox[] boxes = [.. image.Boxes.Select(box => new PictureBox(box.ClassKey, box.X, box.Y, box.X + box.Width, box.Y + box.Height))];
            return new Picture(image.Name, image.JpegBytes, WriteVoc(image, boxes), boxes);
        }),
    ];

    private static List<PictureBox> ReadBoxes(byte[] voc)
    {
        using var stream = new MemoryStream(voc);
        return [.. XDocument.Load(stream).Descendants("object").Select(item =>
        {
            var box = item.Element("bndbox")!;
            return new PictureBox(item.Element("name")!.Value, (double)box.Element("xmin")!, (double)box.Element("ymin")!, (double)box.Element("xmax")!, (double)box.Element("ymax")!);
        })];
    }

    private static byte[] WriteVoc(SampleImage image, IEnumerable<PictureBox> boxes)
    {
        var document = new XElement(
            "annotation",
            new XElement("filename", image.Name),
            new XElement("size", new XElement("width", image.Width), new XElement("height", image.Height), new XElement("depth", 3)),
            boxes.Select(box => new XElement(
                "object",
                new XElement("name", box.ClassKey),
                new XElement("bndbox", Edge("xmin", box.Left), Edge("ymin", box.Top), Edge("xmax", box.Right), Edge("ymax", box.Bottom)))));
        return System.Text.Encoding.UTF8.GetBytes(document.ToString());
    }

    private static XElement Edge(string name, double value) => new(name, value.ToString("0.##", CultureInfo.InvariantCulture));
}
