using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Shared;

namespace Platform.Tests.Interchange;

/// <summary>Files of every format, damaged at random from a seed: what is wrong is reported or refused, and never ends the import otherwise.</summary>
public sealed class DamagedFilesTests
{
    private const int Seeds = 120;

    private static readonly string[] s_splinters = ["null", "-1", "1e999", "[]", "{}", "\"\"", "99999999999999999999", "<", "&", "\0", ",", "NaN", "-", "\uFEFF"];

    public static TheoryData<InterchangeFormat, YoloTask> Formats => RoundTripTests.Formats;

    [Theory, MemberData(nameof(Formats))]
    public async Task Import_OfDamagedFiles_EndsWithAReportOrARefusal(InterchangeFormat format, YoloTask task)
    {
        var (images, reported) = (SampleVersion.Draw(5), 0);
        var whole = await SampleVersion.ExportAsync(images, new ExportRequest(format) { YoloTask = task });
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var damaged = new MemorySink();
            foreach (var (path, bytes) in whole.Files)
            {
                damaged.Files[path] = random.Next(3) == 0 ? bytes : Damaged(bytes, random);
            }

            try
            {
                reported += (await SampleVersion.ImportAsync(damaged, images, random.Next(4) == 0 ? null : format)).Report.ProblemCounts.Values.Sum();
            }
            catch (DomainRuleException)
            {
                reported++;
            }
            catch (Exception failure)
            {
                Assert.Fail($"Seed {seed} of {format}: {failure}");
            }
        }

        // Of folders only the names count, which nothing has damaged.
        if (format != InterchangeFormat.ImageFolder)
        {
            reported.Should().BePositive();
        }
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        var content = bytes.ToList();
        for (var i = random.Next(1, 6); i > 0 && content.Count > 0; i--)
        {
            var place = random.Next(content.Count);
            switch (random.Next(5))
            {
                case 0:
                    content.RemoveRange(place, content.Count - place);
                    break;
                case 1:
                    content[place] = (byte)random.Next(256);
                    break;
                case 2:
                    content.RemoveRange(place, Math.Min(random.Next(1, 20), content.Count - place));
                    break;
                case 3:
                    content.InsertRange(place, System.Text.Encoding.UTF8.GetBytes(s_splinters[random.Next(s_splinters.Length)]));
                    break;
                default:
                    content.InsertRange(place, content.GetRange(place, Math.Min(random.Next(1, 60), content.Count - place)));
                    break;
            }
        }

        return [.. content];
    }
}
