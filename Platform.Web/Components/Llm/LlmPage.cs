using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Llm.Health;
using Platform.Core.Shared;
using Platform.Web.Components.Shared;
using Platform.Web.Hosting;

namespace Platform.Web.Components.Llm;

/// <summary>A page of the LLM half: it shows what the health watch finds as soon as it finds it.</summary>
public abstract class LlmPage : PlatformPage
{
    // Looks at many deployments end at about the same time; one reading serves them all.
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(200);

    // The watch calls from a thread of its own, which knows nothing of the person's language.
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;
    private int _isGathering;

    [Inject]
    public required HealthBoard Board { get; init; }

    protected bool MayManage { get; private set; }

    protected bool MayEditPresets { get; private set; }

    protected override async Task OnInitializedAsync()
    {
        var actor = await ActorAsync();
        MayManage = AccessPolicy.Allows(actor, Permission.ManageLlm, actor.DepartmentId);
        MayEditPresets = AccessPolicy.Allows(actor, Permission.EditLlmPresets, actor.DepartmentId);
        await ReadAsync(actor);
        Board.Changed += Gather;
    }

    protected abstract Task ReadAsync(Actor actor);

    protected async Task LoadAsync()
    {
        await Operations.TryAsync(ReadAsync);
        StateHasChanged();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Board.Changed -= Gather;
        }

        base.Dispose(disposing);
    }

    // Called by the watch: hands over and returns.
    private void Gather(Guid deploymentId)
    {
        if (Interlocked.Exchange(ref _isGathering, 1) == 0)
        {
            _ = InvokeAsync(RefreshAsync);
        }
    }

    // What cannot be read now is read after the next look; the page goes on showing what it has.
    private async Task RefreshAsync()
    {
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_culture, _language);
            await Task.Delay(s_gather, Left);
            Volatile.Write(ref _isGathering, 0);
            await ReadAsync(await ActorAsync());
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception failure) when (failure is DomainRuleException || DatabaseBusy.Is(failure))
        {
            // A deployment that was removed, or a busy database.
        }
    }
}
