using System.Diagnostics;
using Platform.Core.Imaging;
using Platform.Core.Shared;

namespace Platform.Training.Deployments;

/// <summary>One request inside a deployment: it has its place from before its image is read until its answer is sent.</summary>
public sealed class DeploymentVisit : IDisposable
{
    private readonly LiveDeployment _live;
    private readonly DeploymentMeters _meters;
    private readonly KeptRequests _kept;
    private readonly IImageCodec _codec;
    private readonly ServingOptions _options;
    private bool _hasLeft;

    internal DeploymentVisit(LiveDeployment live, DeploymentMeters meters, KeptRequests kept, IImageCodec codec, ServingOptions options) =>
        (_live, _meters, _kept, _codec, _options) = (live, meters, kept, codec, options);

    /// <param name="encoded">A JPEG, PNG, WebP, BMP or TIFF image; stays the caller's, but must not change any more.</param>
    /// <param name="minimumScore">0 to 1; null takes the model's own.</param>
    /// <param name="cancellation">Raised when the caller left.</param>
    public async Task<PredictionAnswer> PredictAsync(ReadOnlyMemory<byte> encoded, double? minimumScore, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var model = _live.Choose(encoded.Span);
        try
        {
            RequireReadable(encoded.Span, minimumScore);
            var (letterbox, predictions) = await model.Queue.PredictAsync(encoded, minimumScore ?? model.Queue.Network.DefaultScore, cancellation).ConfigureAwait(false);
            var answer = new PredictionAnswer(
                model.ModelVersionId, model == _live.Canary, letterbox.SourceWidth, letterbox.SourceHeight, Stopwatch.GetElapsedTime(started).TotalMilliseconds, predictions);
            _meters.Answered(_live.Row.Id, model.ModelVersionId, answer.ElapsedMs, predictions);
            Keep(encoded, answer);
            return answer;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _meters.Failed(_live.Row.Id, model.ModelVersionId);
            throw;
        }
    }

    public void Dispose()
    {
        if (!_hasLeft)
        {
            _hasLeft = true;
            foreach (var model in _live.Models)
            {
                model.LetGo();
            }

            _live.Gate.Leave();
        }
    }

    private void RequireReadable(ReadOnlySpan<byte> encoded, double? minimumScore)
    {
        if (minimumScore is not (null or (>= 0 and <= 1)))
        {
            throw new DomainRuleException("deployment.score", "The lowest confidence must be between 0 and 1.");
        }

        if (_codec.Probe(encoded) is var probe && probe.PixelCount > _options.MaxImagePixels)
        {
            throw new DomainRuleException(
                "deployment.too_many_pixels", $"The image has {probe.Width} × {probe.Height} pixels; {_options.MaxImagePixels} are allowed. Send it smaller.", probe.Width, probe.Height, _options.MaxImagePixels);
        }
    }

    private void Keep(ReadOnlyMemory<byte> encoded, PredictionAnswer answer)
    {
        if (_live.Row is { KeepEvery: > 0 and var every, KeepDatasetVersionId: { } draft } row && _live.Gate.CountAnswer() % every == 0)
        {
            _kept.Offer(new KeptRequest(row.Name, draft, answer.ModelVersionId, encoded, answer.Predictions));
        }
    }
}
