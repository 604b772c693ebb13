using System.Globalization;

namespace InterchangeBench;

/// <summary>COCO files as large as wanted: boxes and polygons of two classes, in no order of images, as published files come.</summary>
internal static class CocoFileWriter
{
    private const int Width = 640;
    private const int Height = 480;
    private const int BytesOfPolygon = 625;

    public static void WriteMegabytes(string path, int images, int megabytes) => Write(path, images, (int)(megabytes * 1_000_000L / BytesOfPolygon), _ => 40);

    public static void Write(string path, int images, int annotations, Func<int, int> pointsOf)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var random = new Random(1);
        using var file = new StreamWriter(path) { NewLine = "\n" };
        file.Write("{\"info\":{},\"categories\":[{\"id\":1,\"name\":\"box\"},{\"id\":2,\"name\":\"outline\"}],\"annotations\":[");
        for (var i = 0; i < annotations; i++)
        {
            var points = pointsOf(i);
            double x = random.Next(Width - 60), y = random.Next(Height - 60);
            var ring = Enumerable.Range(0, points).Select(point => 2 * Math.PI * point / points).SelectMany(angle => new[] { x + 25 + (20 * Math.Cos(angle)), y + 25 + ((15 + (i % 10)) * Math.Sin(angle)) })
                .Select(value => value.ToString("0.##", CultureInfo.InvariantCulture));
            var segmentation = points == 0 ? "[]" : $"[[{string.Join(',', ring)}]]";
            file.Write(string.Create(CultureInfo.InvariantCulture,
                $"{(i == 0 ? "" : ",")}\n{{\"id\":{i + 1},\"image_id\":{(long)i * 7919 % images},\"category_id\":{(points == 0 ? 1 : 2)},\"bbox\":[{x},{y},{10 + (i % 40)},{12 + (i % 30)}],\"area\":100,\"iscrowd\":0,\"segmentation\":{segmentation}}}"));
        }

        file.Write("],\"images\":[");
        for (var i = 0; i < images; i++)
        {
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{{\"id\":{i},\"file_name\":\"{i:000000}.png\",\"width\":{Width},\"height\":{Height}}}"));
        }

        file.Write("]}");
    }
}
