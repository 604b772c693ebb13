using System.Text;
using Platform.Core.Llm;
using Platform.Core.Llm.Datasets;
using Platform.Core.Llm.Datasets.Commands;
using Platform.Core.Llm.Datasets.Queries;
using Platform.Core.Llm.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Llm;

/// <summary>Data that models were adapted with: taken in as a stream, looked at line by line.</summary>
public sealed class LlmDatasetTests
{
    private const string Lines = """
        {"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]}

        {"prompt":"1+1","completion":"2"}
        {"broken":
        {"anything":[1,2]}
        {"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Upload_OfJsonLines_IsStoredCountedAndShown(DatabaseEngine engine)
    {
        await using var world = await LlmWorld.CreateAsync(engine);
        var id = await world.Get<UploadLlmDatasetCommand>().ExecuteAsync(world.Actor, LlmLearningType.FineTuning, "Support chats", "C:\\data\\chats.jsonl", Content(Lines), Cancellation);
        var queries = world.Get<LlmDatasetQueries>();

        var view = await queries.GetAsync(world.Actor, id, Cancellation);
        var preview = (await queries.PreviewAsync(world.Actor, id, Cancellation))!;

        (view.FileName, view.LineCount, view.FaultCount, view.Deployments).Should().Be(("chats.jsonl", 5, 1, 0));
        view.Sha256.Should().Be(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Lines))));
        preview.Report.FaultyLines.Should().Equal(4);
        preview.Examples.Select(example => (example.Line.Number, example.Line.IsJson, Turns: string.Join('|', example.Turns.Select(turn => $"{turn.Role}={turn.Text}")))).Should().Equal(
            (1, true, "user=hi|assistant=hello"), (3, true, "prompt=1+1|completion=2"), (4, false, ""), (5, true, ""), (6, true, "human=q|gpt=a"));
    }

    [Fact]
    public async Task Upload_TooLargeOrEmpty_IsRefusedAndLeavesNothing()
    {
        await using var world = await LlmWorld.CreateAsync(options: new LlmOptions { MaxDatasetBytes = 100 });
        var upload = world.Get<UploadLlmDatasetCommand>();

        (await DatasetWorld.RefusedAsync(() => upload.ExecuteAsync(world.Actor, LlmLearningType.FineTuning, null, "a.jsonl", Content(new string('1', 101)), Cancellation))).Should().Be("llm.dataset_too_large");
        (await DatasetWorld.RefusedAsync(() => upload.ExecuteAsync(world.Actor, LlmLearningType.FineTuning, null, "a.jsonl", Content(""), Cancellation))).Should().Be("llm.dataset_empty");
        (await world.Get<LlmDatasetQueries>().ListAsync(world.Actor, Cancellation)).Should().BeEmpty();
    }

    [Fact]
    public async Task Dataset_ThatLiesElsewhere_IsKnownByItsPathAlone()
    {
        await using var world = await LlmWorld.CreateAsync();
        var create = world.Get<CreateLlmDatasetCommand>();
        var id = await create.ExecuteAsync(world.Actor, LlmLearningType.Reinforcement, null, "s3://bucket/a.parquet", Cancellation);

        await world.Get<ChangeLlmDatasetCommand>().ExecuteAsync(world.Actor, id, LlmLearningType.Transfer, "Rewards", Cancellation);

        var view = await world.Get<LlmDatasetQueries>().GetAsync(world.Actor, id, Cancellation);
        (view.LearningType, view.Description, view.S3Path, view.LineCount).Should().Be((LlmLearningType.Transfer, "Rewards", "s3://bucket/a.parquet", null));
        (await world.Get<LlmDatasetQueries>().PreviewAsync(world.Actor, id, Cancellation)).Should().BeNull();
        (await DatasetWorld.RefusedAsync(() => create.ExecuteAsync(world.Actor, LlmLearningType.Transfer, null, "/etc/passwd", Cancellation))).Should().Be("llm.s3_path");
    }

    [Fact]
    public async Task Line_LongerThanTheBound_IsAFaultAndNotKept()
    {
        var text = $"{{\"a\":1}}\n\"{new string('x', JsonLines.LongestLineBytes)}\"\n{{\"b\":2}}\n{{\"c\":";

        var report = await JsonLines.ScanAsync(Content(text), Cancellation);
        var head = await JsonLines.HeadAsync(Content(text), 3, Cancellation);

        (report.Lines, report.Faults).Should().Be((4, 2));
        report.FaultyLines.Should().Equal(2, 4);
        head.Select(line => (line.Number, line.IsJson, line.IsCut)).Should().Equal((1, true, false), (2, false, true), (3, true, false));
        head[1].Text.Length.Should().BeLessThan(100_000);
    }

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));
}
