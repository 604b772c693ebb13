using Bunit;
using Platform.Tests.Web.Components;
using Platform.Web.Components.Annotation;

namespace Platform.Tests.Web.Annotation;

public sealed class AnnotationCanvasTests : ComponentTest
{
    private static readonly Guid s_first = Guid.Parse("01900000-0000-7000-8000-000000000001");
    private static readonly Guid s_second = Guid.Parse("01900000-0000-7000-8000-000000000002");
    private readonly BunitJSModuleInterop _module;
    private readonly BunitJSModuleInterop _canvas;
    private readonly List<CanvasSnapshot> _snapshots = [];
    private readonly List<CanvasDirection> _directions = [];

    public AnnotationCanvasTests()
    {
        _module = JSInterop.SetupModule("./js/annotator/index.js");
        _canvas = _module.SetupModule("create", _ => true);
        _canvas.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Canvas_FirstRender_StartsModuleOnceAndLoadsImage()
    {
        var canvas = Show();
        canvas.Render(parameters => parameters.Add(one => one.AssetId, s_first));
        _module.Invocations["create"].Should().ContainSingle();
        _canvas.Invocations["load"].Should().ContainSingle().Which.Arguments.Should().Equal(s_first);
    }

    [Fact]
    public void Canvas_AssetChanged_TurnsThePage()
    {
        var canvas = Show();
        canvas.Render(parameters => parameters.Add(one => one.AssetId, s_second).Add(one => one.ReadOnly, true));
        _canvas.Invocations["load"].Select(call => call.Arguments[0]).Should().Equal(s_first, s_second);
        _canvas.Invocations["setReadOnly"].Should().ContainSingle().Which.Arguments.Should().Equal(true);
    }

    [Fact]
    public async Task Canvas_Snapshots_PassOnInOrderOnly()
    {
        var canvas = Show();
        await canvas.Instance.OnSnapshotAsync(Snapshot(1));
        await canvas.Instance.OnSnapshotAsync(Snapshot(3));
        await canvas.Instance.OnSnapshotAsync(Snapshot(2));
        _snapshots.Select(snapshot => snapshot.Sequence).Should().Equal(1, 3);
    }

    [Fact]
    public async Task Canvas_NavigationKeys_ReachThePage()
    {
        var canvas = Show();
        await canvas.Instance.OnNavigateAsync("next");
        await canvas.Instance.OnNavigateAsync("previous");
        await canvas.Instance.OnNavigateAsync("nextUnlabelled");
        await canvas.Instance.OnNavigateAsync("previousEmpty");
        await canvas.Instance.OnNavigateAsync("nowhere");
        _directions.Should().Equal(CanvasDirection.Next, CanvasDirection.Previous, CanvasDirection.NextUnlabelled, CanvasDirection.PreviousEmpty);
    }

    [Fact]
    public async Task Canvas_ImagePickedByName_ReachesThePage_WhichAlsoTellsHowFarItIs()
    {
        var opened = new List<Guid>();
        var canvas = Show();
        (await canvas.Instance.ReadProgressAsync()).Should().Be(CanvasProgress.None);
        canvas.Render(parameters => parameters
            .Add(one => one.OnOpenImage, (Guid id) => opened.Add(id))
            .Add(one => one.Progress, () => Task.FromResult(new CanvasProgress(12, 40, 13))));

        await canvas.Instance.OnOpenImageAsync(s_second);

        opened.Should().Equal(s_second);
        (await canvas.Instance.ReadProgressAsync()).Done.Should().Be(12);
    }

    [Fact]
    public async Task Canvas_Neighbours_ArePassedOn_OrNoneWithoutAPage()
    {
        var canvas = Show();
        (await canvas.Instance.ListAroundAsync()).Should().Be(CanvasNeighbours.None);
        canvas.Render(parameters => parameters.Add(one => one.Around, () => Task.FromResult(new CanvasNeighbours([s_second], []))));
        (await canvas.Instance.ListAroundAsync()).Before.Should().Equal(s_second);
    }

    [Fact]
    public async Task Canvas_Commands_GoToTheBrowser()
    {
        var canvas = Show();
        await canvas.Instance.SetToolAsync("select");
        await canvas.Instance.SetConfidenceAsync(0.5);
        _canvas.Invocations["setTool"].Single().Arguments.Should().Equal("select");
        _canvas.Invocations["setConfidence"].Single().Arguments.Should().Equal(0.5);
    }

    [Fact]
    public async Task Canvas_Disposed_EndsTheBrowserSideAndFallsSilent()
    {
        var canvas = Show();
        await canvas.Instance.DisposeAsync();
        _canvas.Invocations["dispose"].Should().ContainSingle();
        await canvas.Instance.OnSnapshotAsync(Snapshot(1));
        _snapshots.Should().BeEmpty();
    }

    private static CanvasSnapshot Snapshot(long sequence) =>
        new(sequence, s_first, "ready", 1, "saved", null, null, 0, 0, 0, new Dictionary<Guid, int>(), "bbox", null, [], 0, false, false, 1);

    private IRenderedComponent<AnnotationCanvas> Show() => Render<AnnotationCanvas>(parameters => parameters
        .Add(one => one.AssetId, s_first)
        .Add(one => one.Classes, [new CanvasClass(Guid.Empty, "rbc", "RBC", "#e5484d", 0, "bbox")])
        .Add(one => one.UserKey, "someone")
        .Add(one => one.OnSnapshot, snapshot => _snapshots.Add(snapshot))
        .Add(one => one.OnNavigate, direction => _directions.Add(direction)));
}
