using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Web.Components.Llm;

namespace Platform.Tests.Llm;

/// <summary>The strip of statuses, and what engines' metrics are read as.</summary>
public sealed class StatusSegmentsTests
{
    private static readonly DateTime s_noon = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Strip_OfADay_IsCutWhereTheStatusChanged()
    {
        StatusChangeView[] history = [Change(11, LlmDeploymentStatus.Active), Change(9, LlmDeploymentStatus.Error, HealthReasons.Timeout), Change(4, LlmDeploymentStatus.Active), Change(3, LlmDeploymentStatus.Error, HealthReasons.Registered)];

        var segments = StatusSegments.Of(history, s_noon.AddHours(-10), s_noon);

        segments.Select(segment => (segment.Status, Math.Round(segment.Share, 3))).Should().Equal(
            (null, 0.1), (LlmDeploymentStatus.Error, 0.1), (LlmDeploymentStatus.Active, 0.5), (LlmDeploymentStatus.Error, 0.2), (LlmDeploymentStatus.Active, 0.1));
        StatusSegments.Availability(segments).Should().BeApproximately(0.75, 1e-9, "waiting for the first look counts for nothing");
    }

    [Fact]
    public void Strip_LaterThanEveryChange_ShowsTheLast()
    {
        StatusSegments.Of([Change(1, LlmDeploymentStatus.Maintenance)], s_noon.AddHours(-2), s_noon).Should().ContainSingle().Which.Status.Should().Be(LlmDeploymentStatus.Maintenance);
        StatusSegments.Availability(StatusSegments.Of([Change(1, LlmDeploymentStatus.Maintenance)], s_noon.AddHours(-2), s_noon)).Should().BeNull();
    }

    [Theory]
    [InlineData("vllm:num_requests_running{engine=\"0\",model_name=\"a b}\"} 1.0\nvllm:num_requests_running{model_name=\"c\"} 2 1700000000", 3, null, null)]
    [InlineData("vllm:gpu_cache_usage_perc 0.5\nllamacpp:requests_deferred 7", null, 7, 0.5)]
    [InlineData("vllm:num_requests_running NaN\nvllm:num_requests_waiting\nnonsense", null, null, null)]
    public void Metrics_OfSeveralEngines_AreReadAsTheSameThree(string text, int? running, int? waiting, double? cache)
    {
        var metrics = EngineMetrics.Read(text);

        (metrics?.Running, metrics?.Waiting, metrics?.KvCacheUsed).Should().Be((running, waiting, cache));
    }

    private static StatusChangeView Change(int hour, LlmDeploymentStatus to, string reason = HealthReasons.Ok) => new(Guid.CreateVersion7(), null, to, reason, null, null, s_noon.Date.AddHours(hour));
}
