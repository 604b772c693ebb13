using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Imaging;
using Platform.Training.Inference;

namespace Platform.Training.Deployments;

/// <summary>A request to keep.</summary>
/// <param name="Encoded">The image as sent.</param>
public sealed record KeptRequest(string DeploymentName, Guid DatasetVersionId, Guid ModelVersionId, ReadOnlyMemory<byte> Encoded, IReadOnlyList<Prediction> Predictions);

/// <summary>
/// Puts kept requests into their drafts, one after the other and behind the answers: an image that the draft holds already is left alone, and while too much waits, requests pass unkept.
/// </summary>
public sealed partial class KeptRequests : IAsyncDisposable
{
    private const int MaxWaiting = 32;
    private const long MaxWaitingBytes = 64L << 20;

    private readonly Channel<KeptRequest> _waiting = Channel.CreateBounded<KeptRequest>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly IngestAssetsCommand _ingest;
    private readonly AddModelAnnotationsCommand _annotate;
    private readonly IImageCodec _codec;
    private readonly TimeProvider _time;
    private readonly ILogger<KeptRequests> _logger;
    private readonly Task _running;
    private long _waitingBytes;

    public KeptRequests(IngestAssetsCommand ingest, AddModelAnnotationsCommand annotate, IImageCodec codec, TimeProvider time, ILogger<KeptRequests> logger)
    {
        (_ingest, _annotate, _codec, _time, _logger) = (ingest, annotate, codec, time, logger);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Never waits.</summary>
    /// <returns>Whether it will be kept.</returns>
    public bool Offer(KeptRequest request)
    {
        if (Interlocked.Add(ref _waitingBytes, request.Encoded.Length) <= MaxWaitingBytes && _waiting.Writer.TryWrite(request))
        {
            return true;
        }

        Interlocked.Add(ref _waitingBytes, -request.Encoded.Length);
        return false;
    }

    /// <summary>Keeps what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        await foreach (var request in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await KeepAsync(request).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                // Nobody awaits it: the draft may be frozen by now, or the store away. The next request is tried anew.
                LogNotKept(_logger, request.DeploymentName, failure);
            }
            finally
            {
                Interlocked.Add(ref _waitingBytes, -request.Encoded.Length);
            }
        }
    }

    private async Task KeepAsync(KeptRequest request)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{request.DeploymentName}/{_time.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss-fff}{_codec.Probe(request.Encoded.Span).Format.Extension()}");
        var upload = new NamedUpload(name, _ => ValueTask.FromResult<Stream>(new MemoryStream(request.Encoded.ToArray(), writable: false)));
        var report = await _ingest.ExecuteAsync(Actor.Platform, request.DatasetVersionId, UploadSource.Of([upload]), null, CancellationToken.None).ConfigureAwait(false);
        if (report.Added is [var added] && ShapesOf(request.Predictions) is { Count: > 0 } shapes)
        {
            await _annotate.ExecuteAsync(Actor.Platform, request.DatasetVersionId, request.ModelVersionId, [new AssetPredictions(added.AssetId, shapes)], CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Of a classifier's classes only the first is what it says; text without a box has no place in a dataset.
    private static List<PredictedShape> ShapesOf(IReadOnlyList<Prediction> predictions) =>
    [
        .. predictions.Where(found => found.Text is null && (found.Geometry is not TagGeometry || found == predictions[0]))
            .Select(found => new PredictedShape(found.ClassKey, found.Geometry, found.Confidence)),
    ];

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request of deployment {Name} was not kept")]
    private static partial void LogNotKept(ILogger logger, string name, Exception failure);
}
