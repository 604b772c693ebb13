using System.Globalization;
using Platform.Core.Shared;
using Platform.Training.Runs.Events;
using Platform.Training.Trainer;
using LogSeverity = Platform.Training.Runs.Events.LogSeverity;

namespace Platform.Training.Runs;

/// <summary>
/// The sentences of a run's log. Each has a code, under which pages have it in every language, and is stored in English beside, for programs and for
/// people who read the file.
/// </summary>
public static class RunLines
{
    /// <summary>Before the code of a refusal, whose sentence pages have among their errors.</summary>
    public const string ErrorPrefix = "error.";

    /// <summary>English by code.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["verifying"] = "Checking the dataset version against its content hash.",
        ["began"] = "{0} training and {1} validation images, {2} M parameters, {3} iterations an epoch on {4}.",
        ["startsFrom"] = "Starting from '{0}' (SHA-256 {1}), licence: {2}",
        ["startTally"] = "{0} tensors taken, {1} skipped, {2} of another shape; {3} of the network's have nothing in the file and start at random.",
        ["startRtmDet"] = "The names are RTMDet's: the first layer was turned from BGR to RGB, and the normalisations were rescaled from epsilon 1e-5 to 1e-3.",
        ["startSkipped.no_place"] = "Skipped, nothing of that name in the network: {0}.",
        ["startSkipped.shared_copy"] = "Skipped, the same values under another name: {0}.",
        ["startSkipped.shared_here"] = "Skipped, other values for what the levels share here, so the first level's are taken: {0}.",
        ["startSkipped.other_classes"] = "Skipped, another number of classes: {0}.",
        ["startShape"] = "Another shape: {0} is [{1}], {2} is [{3}].",
        ["startRandom"] = "At random: {0}.",
        ["linesTooLong"] = "{0} of {1} training lines are too long for an image size of {2} and are left out; the longest has {3} characters and needs {4}: \"{5}\".",
        ["grows"] = "Growing from version {0}. It knows: {1}. New: {2}.",
        ["pseudoLabels"] = "The parent added {0} labels to the {2} new images and was unsure {1} times; what it was unsure of is left out.",
        ["labelledByPeople"] = "Labelled by people already, so the parent adds none: {0}.",
        ["rehearsal"] = "{0} images of earlier data are shown again ({1}).",
        ["earlierValidation"] = "{0} validation images of earlier data judge the epochs too, by what this data's own show nothing of: {1}.",
        ["parentScored"] = "The parent on {0}: {1} over {2} images.",
        ["weights"] = "Starting weights: {0}.",
        ["plain"] = "Mosaic and scale jitter are off from epoch {0} on.",
        ["epoch"] = "Epoch {0}: loss {1}, {2} s (steps {3} s).",
        ["epochScored"] = "Epoch {0}: loss {1}, {2} s (steps {3} s), {4}.",
        ["epochBest"] = "Epoch {0}: loss {1}, {2} s (steps {3} s), {4}, best so far.",
        ["checkpoint"] = "Checkpoint {0} written.",
        ["checkpointFetched"] = "Checkpoint {0} was fetched from the object store.",
        ["room"] = "There is room again.",
        ["checkpointDamaged"] = "Checkpoint {0} is damaged and was passed over.",
        ["resumed"] = "Resumed after epoch {0} from {1}.",
        ["resumedWithin"] = "Resumed after epoch {0} and {2} steps from {1}.",
        ["restarted"] = "No usable checkpoint was found: the training starts again from the first epoch.",
        ["sampleFailed"] = "A sample picture could not be written ({0}). Free some disk space; the training goes on.",
        ["earlyEnd"] = "Stopped early after epoch {0} of {1}: none of the last {2} was better than epoch {3}.",
        ["finishAsked"] = "Stopped by request after epoch {0} of {1}.",
        ["endedEarly"] = "Stopped early after epoch {0} of {1}.",
        ["endedEarlyBest"] = "Stopped early after epoch {0} of {1}. The best epoch is {2}.",
        ["checkpointNoRoom"] = "The checkpoint of epoch {0} could not be written ({1}). The training holds still and loses nothing: free disk space in {2}, and it goes on by itself.",
        ["diskFull"] = "The disk is full ({0}). Free some space; the run waits and goes on by itself.",
        ["storeSilent"] = "The object store does not answer ({0}). Start it, or check Storage:S3:Endpoint; the run waits and goes on by itself.",
        ["copiesBehind"] = "The object store does not answer ({0}). Checkpoints stay in the run's folder and are copied later; the training goes on.",
        ["copiesFailed"] = "Checkpoints could not be copied to the object store ({0}). They stay in the run's folder and are copied later; the training goes on.",
        ["copiesBack"] = "The object store answers again; the checkpoints are copied.",
        ["serverStopped"] = "The server was stopped. Resume the run to go on from its newest checkpoint.",
        ["trained"] = "Training is done. Exporting, checking and scoring the model.",
        ["scored"] = "Scored on {0}: {1} over {2} images.",
        ["parity"] = "ONNX Runtime against libtorch on {0}.",
        ["registered"] = "Registered {0}.",
    };

    public static LineLogged Of(string code, params object[] arguments) => Of(LogSeverity.Information, code, arguments);

    public static LineLogged Warning(string code, params object[] arguments) => Of(LogSeverity.Warning, code, arguments);

    /// <summary>A sentence of the trainer.</summary>
    public static LineLogged Of(LogLine line) => new(line.Severity == Trainer.LogSeverity.Warning ? LogSeverity.Warning : LogSeverity.Information, line.Text)
    {
        Code = line.Code, Arguments = line.Code is null ? null : line.Arguments,
    };

    /// <summary>What ended a run: a refusal has a sentence in every language, other failures are told as they come.</summary>
    public static LineLogged OfFailure(Exception failure) => failure is DomainRuleException refusal
        ? new LineLogged(LogSeverity.Error, refusal.Message) { Code = ErrorPrefix + refusal.Code, Arguments = [.. refusal.Arguments.Select(Text)] }
        : new LineLogged(LogSeverity.Error, failure.Message);

    private static LineLogged Of(LogSeverity severity, string code, object[] arguments)
    {
        string[] texts = [.. arguments.Select(Text)];
        return new LineLogged(severity, string.Format(CultureInfo.InvariantCulture, Texts[code], texts)) { Code = code, Arguments = texts };
    }

    private static string Text(object? argument) => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "";
}
