using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Llm.Datasets.Commands;

/// <summary>Takes a file of JSON lines into the object store and counts its lines. Faulty lines are counted, not refused: the page says which they are.</summary>
public sealed class UploadLlmDatasetCommand(IDbContextFactory<PlatformDbContext> contexts, IBlobStore store, LlmOptions options, TimeProvider time)
{
    /// <param name="actor">Who uploads.</param>
    /// <param name="learningType">What the data is for.</param>
    /// <param name="description">May be left out.</param>
    /// <param name="fileName">As sent.</param>
    /// <param name="content">Read once, to its end.</param>
    /// <param name="cancellationToken">Cancels before the dataset is known; what was stored by then belongs to nobody.</param>
    public async Task<Guid> ExecuteAsync(Actor actor, LlmLearningType learningType, string? description, string? fileName, Stream content, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.ManageLlm);
        var name = RequiredText.Of(Path.GetFileName(fileName?.Replace('\\', '/')), "file name", LlmDataset.FileNameLength);
        await using var bounded = new BoundedStream(content, options.MaxDatasetBytes, () => new DomainRuleException(
            "llm.dataset_too_large", $"A dataset file may hold at most {options.MaxDatasetBytes} bytes. Split it.", options.MaxDatasetBytes));
        var stored = await store.PutAsync(bounded, cancellationToken);
        if (stored.Size == 0)
        {
            throw new DomainRuleException("llm.dataset_empty", "The file is empty. Choose one with a JSON value a line.");
        }

        await using var file = await store.OpenReadAsync(stored.Uri, cancellationToken);
        var report = await JsonLines.ScanAsync(file, cancellationToken);
        var dataset = new LlmDataset(Ids.New(time), learningType, RequiredText.OrNull(description), stored.Uri, time.GetUtcNow().UtcDateTime);
        dataset.StoreAt(stored.Uri, name, stored.Sha256, stored.Size, report.Lines, report.Faults);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(dataset);
        db.Record(actor, AuditActions.LlmDatasetUploaded, LlmDatasetRules.Subject(dataset), ("file", name), ("sha256", stored.Sha256), ("bytes", stored.Size));
        await db.SaveChangesAsync(cancellationToken);
        return dataset.Id;
    }
}
