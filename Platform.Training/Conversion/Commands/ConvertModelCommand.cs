using System.Globalization;
using Platform.Core.Access;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Conversion.Tools;
using Platform.Training.Export;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;
using Platform.Training.Runs;
using Platform.Training.Tensors;

namespace Platform.Training.Conversion.Commands;

/// <summary>
/// Writes a registered model version in another format, compares it with its network and registers it. Nothing is registered where it does not agree, and
/// nothing is made twice. Blocks the calling thread for long.
/// </summary>
public sealed class ConvertModelCommand(ConversionSource source, ConversionRules rules, VendorTools tools, RegisterArtifactCommand register, IBlobStore store, ConversionOptions options)
{
    /// <param name="actor">Who asks.</param>
    /// <param name="modelVersionId">A registered version.</param>
    /// <param name="spec">What to make.</param>
    /// <param name="workFolder">For files under way; the caller deletes it.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellation">Ends it; nothing is registered then.</param>
    public async Task<ConversionOutcome> ExecuteAsync(
        Actor actor, Guid modelVersionId, ConversionSpec spec, string workFolder, IProgress<ConversionProgress>? progress, CancellationToken cancellation)
    {
        var (version, checkpoint) = await source.DemandAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        rules.Demand(version.Model.Task, spec);
        if (Find(version, spec) is { } known)
        {
            return new ConversionOutcome(known, true);
        }

        progress?.Report(new ConversionProgress(ConversionStep.Loading));
        Directory.CreateDirectory(workFolder);
        using var model = await source.OpenAsync(actor, version, checkpoint, cancellation).ConfigureAwait(false);
        var single = model.Network.Draw(modelVersionId);
        var raw = Lower(model, single, spec, progress, cancellation);
        progress?.Report(new ConversionProgress(ConversionStep.Writing));
        var graph = spec.WithSuppression ? SuppressedDetections.Apply(raw, spec.Thresholds) : raw;
        var written = await ConvertedFile.WriteAsync(graph, spec, workFolder, cancellation).ConfigureAwait(false);
        var facts = Check(model, spec, raw, written, progress, cancellation) with { Conversion = spec.Key, SourceArtifactId = checkpoint.Id, SourceSha256 = checkpoint.Sha256 };
        if (ConversionRules.IsVendors(spec.Format))
        {
            progress?.Report(new ConversionProgress(ConversionStep.VendorTool));
            written = written with { Path = await tools.ConvertAsync(spec, written.RunPath, model.Network.InputPx, workFolder, cancellation).ConfigureAwait(false) };
            written = written with { Name = Path.GetFileName(written.Path) };
            facts = facts with { Tool = VendorTools.NameOf(spec.Format) };
        }

        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new ConversionProgress(ConversionStep.Registering));
        return await RegisterAsync(actor, version, spec, written, facts, cancellation).ConfigureAwait(false);
    }

    private static OnnxGraphBuilder Lower(
        ConversionSource.OpenedModel model, OnnxGraphBuilder single, ConversionSpec spec, IProgress<ConversionProgress>? progress, CancellationToken cancellation)
    {
        // Vendors' converters lower the precision themselves.
        if (spec.Precision == ArtifactPrecision.Fp32 || ConversionRules.IsVendors(spec.Format))
        {
            return single;
        }

        if (spec.Precision == ArtifactPrecision.Fp16)
        {
            return HalfPrecision.Apply(single);
        }

        var images = model.CalibrationPlanes(spec.Calibration.Images);
        var (done, total) = (0, images.Count * (spec.Calibration.Method == CalibrationMethod.Percentile ? 2 : 1));
        var ranges = ActivationRanges.Find(
            single, model.Network.InputPx, images, spec.Calibration, () => progress?.Report(new ConversionProgress(ConversionStep.Calibrating, ++done, total)), cancellation);
        return Quantization.Apply(single, ranges);
    }

    private ArtifactFacts Check(
        ConversionSource.OpenedModel model, ConversionSpec spec, OnnxGraphBuilder raw, ConvertedFile written, IProgress<ConversionProgress>? progress, CancellationToken cancellation)
    {
        var (input, images) = (model.Network.InputPx, model.ParityPlanes);
        var precision = ConversionRules.IsVendors(spec.Format) ? ArtifactPrecision.Fp32 : spec.Precision;
        var names = raw.Outputs.Select(output => output.Name).ToList();
        progress?.Report(new ConversionProgress(ConversionStep.Comparing, 0, images.Count));
        using var reference = model.Network.OpenRunner();

        // Suppression hides most of the outputs: the graph before it is compared and scored, and the file by the detections that it gives.
        using var converted = spec.WithSuppression ? OnnxRunner.Open(raw.ToFile(), input, names) : written.Open(input);
        var parity = ConversionParity.Measure(reference, converted, names, images, precision, cancellation);
        if (parity.Violation is var (output, difference, bound))
        {
            throw new DomainRuleException(
                "conversion.parity", string.Create(CultureInfo.InvariantCulture, $"The converted file does not agree with its network: '{output}' differs by {difference:0.0e+0}, where {bound:0.0e+0} is allowed. Nothing was registered. Choose another precision."),
                output, difference.ToString("0.0e+0", CultureInfo.InvariantCulture), bound.ToString("0.0e+0", CultureInfo.InvariantCulture));
        }

        var facts = new ArtifactFacts
        {
            Reference = $"libtorch {TorchRuntime.Version}",
            Runtime = spec.Format == ArtifactFormat.TorchScript ? $"libtorch {TorchRuntime.Version}" : "ONNX Runtime",
            ImageCount = parity.ImageCount,
            MaxDifference = parity.MaxDifference,
            Tolerance = parity.Tolerance,
            Ports = [.. written.Graph.Inputs.Concat(written.Graph.Outputs).Select(PortText)],
        };
        if (spec.WithSuppression)
        {
            using var suppressed = written.Open(input);
            var counts = ConversionParity.CountDetections(reference, suppressed, model.ClassCount, images, spec.Thresholds, precision, cancellation);
            facts = facts with { ExpectedCount = counts.Expected, MatchedCount = counts.Matched };
            DemandDetections(precision, counts);
        }

        return facts with { Accuracy = Score(model, converted, precision, progress, cancellation) };
    }

    // A score or overlap that lies on a threshold to the last digits falls either way.
    private static void DemandDetections(ArtifactPrecision precision, (int Expected, int Actual, int Matched) counts)
    {
        var share = precision == ArtifactPrecision.Fp32 ? 0.02 : 0.1;
        var missed = Math.Max(counts.Expected, counts.Actual) - counts.Matched;
        if (precision != ArtifactPrecision.Int8 && missed > Math.Max(1, share * counts.Expected))
        {
            throw new DomainRuleException(
                "conversion.detections", $"The converted file finds other boxes than its network: {counts.Matched} of {counts.Expected} agree, and it finds {counts.Actual}. Nothing was registered. Choose other thresholds, another precision, or the raw outputs.",
                counts.Matched, counts.Expected, counts.Actual);
        }
    }

    private AccuracyChange Score(ConversionSource.OpenedModel model, INetworkRunner converted, ArtifactPrecision precision, IProgress<ConversionProgress>? progress, CancellationToken cancellation)
    {
        var (split, samples) = model.Scored;
        var done = 0;
        progress?.Report(new ConversionProgress(ConversionStep.Scoring, 0, samples.Count));
        var before = model.ScoreBefore(cancellation);
        using var counted = new NetworkRunner((planes, count) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var outputs = converted.Run(planes, count);
            done += count;
            progress?.Report(new ConversionProgress(ConversionStep.Scoring, done, samples.Count));
            return outputs;
        });
        var scores = model.Network.Evaluate(counted, samples, cancellation);
        var after = model.Leading(scores.Lenient, scores.Strict).Value;
        var allowed = options.LossAllowed(precision);
        if (!(before.Value - after <= allowed))
        {
            throw new DomainRuleException(
                "conversion.accuracy", string.Create(CultureInfo.InvariantCulture, $"The conversion costs too much: {before.Name} falls from {before.Value:0.000} to {after:0.000}, where a loss of {allowed:0.000} is allowed. Nothing was registered. Calibrate on more images, or choose another precision."),
                before.Name, before.Value.ToString("0.000", CultureInfo.InvariantCulture), after.ToString("0.000", CultureInfo.InvariantCulture), allowed.ToString("0.000", CultureInfo.InvariantCulture));
        }

        return new AccuracyChange(before.Name, EnumText<Core.Datasets.Model.SplitKind>.ToText(split), samples.Count, before.Value, after);
    }

    private async Task<ConversionOutcome> RegisterAsync(Actor actor, ModelVersionDetails version, ConversionSpec spec, ConvertedFile written, ArtifactFacts facts, CancellationToken cancellation)
    {
        BlobRef blob;
        var content = File.OpenRead(written.Path);
        await using (content.ConfigureAwait(false))
        {
            blob = await store.PutAsync(content, cancellation).ConfigureAwait(false);
        }

        // Somebody else, on another console, may have made the same meanwhile.
        var (now, _) = await source.DemandAsync(actor, version.Version.Id, cancellation).ConfigureAwait(false);
        if (Find(now, spec) is { } known)
        {
            return new ConversionOutcome(known, true);
        }

        var isOnnx = spec.Format is ArtifactFormat.Onnx or ArtifactFormat.OnnxExternal;
        var id = await register.ExecuteAsync(
            actor,
            new NewArtifact(version.Version.Id, written.Name, spec.Format, VendorTools.DeviceOf(spec.Format), spec.Precision, blob.Uri, blob.Sha256, blob.Size)
            {
                Onnx = isOnnx ? (OnnxGraphBuilder.OpsetVersion, OnnxGraphBuilder.IrVersion) : null,
                Compat = facts.ToJson(),
            },
            cancellation).ConfigureAwait(false);
        return new ConversionOutcome(id, false);
    }

    // The file that every training writes is the plain conversion.
    private static Guid? Find(ModelVersionDetails version, ConversionSpec spec)
    {
        var isPlain = spec is { Format: ArtifactFormat.Onnx, Precision: ArtifactPrecision.Fp32, WithSuppression: false };
        return version.Artifacts.FirstOrDefault(artifact => artifact.Format == spec.Format && artifact.Precision == spec.Precision
            && (ArtifactFacts.Read(artifact.Compat) is { Conversion: { } made } ? made == spec.Key : isPlain && artifact.Name == ModelRegistration.OnnxFile))?.Id;
    }

    private static string PortText(OnnxPort port) =>
        $"{port.Name} {(port.Type == OnnxElementType.Float ? "float32" : EnumText<OnnxElementType>.ToText(port.Type))} [{string.Join(", ", port.Shape.Select(size => size.Name ?? size.Size.ToString(CultureInfo.InvariantCulture)))}]";
}
