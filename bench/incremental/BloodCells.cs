using System.Xml.Linq;
using Platform.Core.Imaging;
using Platform.Training.Data;
using Platform.Training.Imaging;

namespace IncrementalBench;

/// <summary>The BCCD photographs, official split: 292 to train on, 72 to test.</summary>
internal sealed class BloodCells(string folder, OpenCvImageCodec codec)
{
    public static readonly string[] Keys = ["RBC", "WBC", "Platelets"];

    public bool Exists => Directory.Exists(Path.Combine(folder, "JPEGImages"));

    /// <summary>Labels of the named classes alone, numbered as in the list.</summary>
    public IReadOnlyList<TrainingSample> Take(string list, int count, IReadOnlyList<string> classes, IReadOnlyCollection<string> labelled, string suffix = "") =>
        [.. Names(list).Take(count).Select(name => Of(name, classes, labelled, suffix))];

    /// <summary>The photographs with everything grey but the surroundings of one new object that show no old one; photographs without such an object are left out.</summary>
    public IReadOnlyList<TrainingSample> TakeAlone(string list, int count, IReadOnlyList<string> classes, string fresh)
    {
        var alone = new List<TrainingSample>();
        foreach (var name in Names(list).Take(count))
        {
            var boxes = Boxes(name).ToList();
            var others = boxes.Where(item => item.Class != fresh).Select(item => item.Box).ToList();
            foreach (var (box, index) in boxes.Where(item => item.Class == fresh).Select((item, index) => (item.Box, index)))
            {
                if (Window(box, others) is { } window)
                {
                    alone.Add(new TrainingSample(
                        $"{name}-alone-{index}", () => Greyed(name, window), [box.Left, box.Top, box.Right, box.Bottom], [classes.ToList().IndexOf(fresh)]));
                }
            }
        }

        return alone;
    }

    private IEnumerable<string> Names(string list) => list.Split('+').SelectMany(part => File.ReadLines(Path.Combine(folder, "ImageSets", "Main", part + ".txt"))).Select(line => line.Trim()).Where(line => line.Length > 0);

    private TrainingSample Of(string name, IReadOnlyList<string> classes, IReadOnlyCollection<string> labelled, string suffix)
    {
        var boxes = Boxes(name).Where(item => labelled.Contains(item.Class)).ToList();
        return new TrainingSample(
            name + suffix, () => File.ReadAllBytes(PictureOf(name)), [.. boxes.SelectMany(item => new[] { item.Box.Left, item.Box.Top, item.Box.Right, item.Box.Bottom })],
            [.. boxes.Select(item => classes.ToList().IndexOf(item.Class))]);
    }

    // Two boxes of the set have no area.
    private IEnumerable<(string Class, PixelBox Box)> Boxes(string name) => XDocument.Load(Path.Combine(folder, "Annotations", name + ".xml")).Descendants("object").Select(item =>
    {
        var box = item.Element("bndbox")!;
        return ((string)item.Element("name")!, new PixelBox((float)box.Element("xmin")!, (float)box.Element("ymin")!, (float)box.Element("xmax")!, (float)box.Element("ymax")!));
    }).Where(item => item.Item2.Area > 0);

    private string PictureOf(string name) => Path.Combine(folder, "JPEGImages", name + ".jpg");

    // As far around the object as no other one is cut, at most 60 pixels; null where an old object touches it.
    private static PixelBox? Window(PixelBox box, List<PixelBox> others)
    {
        for (var margin = 60; margin >= 4; margin -= 4)
        {
            var window = new PixelBox(box.Left - margin, box.Top - margin, box.Right + margin, box.Bottom + margin);
            if (others.TrueForAll(other => other.Left >= window.Right || other.Right <= window.Left || other.Top >= window.Bottom || other.Bottom <= window.Top))
            {
                return window;
            }
        }

        return null;
    }

    private byte[] Greyed(string name, PixelBox window)
    {
        var image = codec.DecodeRgb(File.ReadAllBytes(PictureOf(name)));
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                if (x < window.Left || x > window.Right || y < window.Top || y > window.Bottom)
                {
                    image.Pixels.AsSpan(3 * ((y * image.Width) + x), 3).Fill(LetterboxTransform.PadValue);
                }
            }
        }

        return codec.Encode(image, ImageFormat.Png);
    }
}
