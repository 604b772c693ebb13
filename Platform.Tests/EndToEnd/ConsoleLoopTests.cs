using System.Text.Json.Nodes;
using System.Xml.Linq;
using Platform.Web.CommandLine;

namespace Platform.Tests.EndToEnd;

/// <summary>The life of a model on the command line alone: trained, put to work on new images, corrected, grown by a class, converted, deployed and asked.</summary>
public sealed class ConsoleLoopTests : EndToEndTest
{
    private static readonly string s_added = Pictures.ClassKeys[2];

    private string Folder => Path.Combine(Server.DataRoot, "loop");

    [Fact]
    public async Task Loop_OnTheCommandLine_EndsInAGrownModelThatAnswers()
    {
        Needs.Training();
        await Server.StopAsync();
        var pictures = Pictures.Take(14);
        var images = WriteFolder("cells", pictures.Take(10));
        const string project = "Blood cells";
        await RunAsync("quickstart", images, "--project", project, "--epochs", "1", "--image-size", "64");

        // Model looks at new images of a draft; a person corrects it in a file.
        await RunAsync("draft", $"{project}/cells/v1", "--tag", "v2");
        var draft = $"{project}/cells/v2";
        await RunAsync("import", draft, WriteFolder("more", pictures.Skip(10), labelled: false), "--images-only");
        var annotated = await JsonAsync("annotate", $"{project}/Detector", draft, "--score", "0.001", "--json");
        annotated["images"]!.GetValue<int>().Should().Be(4, "the other ten have annotations");
        annotated["boxes"]!.GetValue<int>().Should().BePositive();
        (await Server.RunConsoleAsync("annotate", $"{project}/Detector", $"{project}/cells/v1")).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("frozen"));
        (await Server.RunConsoleAsync("annotate", $"{project}/Detector", draft, "--class-score", "RBC")).Should().Match<(int Code, string Text)>(answer => answer.Code == ExitCode.Refused && answer.Text.Contains("key=0.4"));

        // Another class joins, and the draft moves to it.
        var ontology = JsonNode.Parse((await RunAsync("ontology", "export", project)))!;
        var another = ontology["classes"]![0]!.DeepClone();
        (another["key"], another["name"]) = (s_added, s_added);
        ontology["classes"]!.AsArray().Add(another);
        var file = Path.Combine(Folder, "ontology.json");
        await File.WriteAllTextAsync(file, ontology.ToJsonString(), Cancellation);
        await RunAsync("ontology", "import", project, file, "--tag", "v2");
        (await RunAsync("ontology", "move", draft, "--to", "v2")).Should().Contain($"{Pictures.ClassKeys[0]} -> {Pictures.ClassKeys[0]}");
        await RunAsync("import", draft, WriteFolder("corrected", pictures.Skip(10), keys: Pictures.ClassKeys), "--existing", "replace");
        await RunAsync("split", draft, "--train", "0.6", "--val", "0.2", "--test", "0.2", "--only-unassigned");
        await RunAsync("freeze", draft, "--freeze-ontology");

        var recipe = Path.Combine(Folder, "recipe.json");
        await File.WriteAllTextAsync(recipe, """{ "epochs": 1, "batchSize": 2 }""", Cancellation);
        var child = await JsonAsync("train", "--dataset-version", draft, "--parent", $"{project}/Detector/1", "--recipe", recipe, "--json");
        child["state"]!.GetValue<string>().Should().Be("completed");
        child["growsFrom"]!["newClasses"]!.AsArray().Select(key => key!.GetValue<string>()).Should().Equal(s_added);

        await RunAsync("convert", $"{project}/Detector/2", "--format", "onnx", "--precision", "fp16");
        (await RunAsync("deploy", $"{project}/Detector/2", "--name", "cells")).Trim().Should().Be("/api/deployments/cells/predict");
        var answer = JsonNode.Parse(await RunAsync("predict", "cells", Path.Combine(images, pictures[0].Name), "--score", "0.001"))!;
        answer["answer"]!["modelVersionId"]!.GetValue<string>().Should().Be(child["id"]!.GetValue<string>());
        answer["answer"]!["predictions"]!.AsArray().Should().NotBeEmpty();
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (code, text) = await Server.RunConsoleAsync(arguments);
        code.Should().BeOneOf([ExitCode.Done, ExitCode.DoneWithLosses], "{0}: {1}", string.Join(' ', arguments), text);
        return text;
    }

    private async Task<JsonNode> JsonAsync(params string[] arguments) => JsonNode.Parse(await RunAsync(arguments))!;

    /// <param name="keys">Classes that are labelled; the first two where left out.</param>
    private string WriteFolder(string name, IEnumerable<Picture> pictures, bool labelled = true, IReadOnlyList<string>? keys = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        foreach (var picture in pictures)
        {
            File.WriteAllBytes(Path.Combine(folder, picture.Name), picture.Bytes);
            if (labelled)
            {
                using var stream = new MemoryStream(picture.Voc);
                var document = XDocument.Load(stream);
                document.Descendants("object").Where(item => !(keys ?? [.. Pictures.ClassKeys.Take(2)]).Contains(item.Element("name")!.Value)).Remove();
                document.Save(Path.Combine(folder, Path.ChangeExtension(picture.Name, ".xml")));
            }
        }

        return folder;
    }
}
