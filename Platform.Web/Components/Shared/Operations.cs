using Microsoft.Extensions.Localization;
using Platform.Core.Access;
using Platform.Core.Shared;
using Platform.Web.Hosting;
using Platform.Web.Resources;
using Platform.Web.SignIn;

namespace Platform.Web.Components.Shared;

/// <summary>Runs what a person asked for as that person, and tells how it ended in a notice.</summary>
public sealed class Operations(CurrentActor actors, Toasts toasts, DomainErrorText errors, IStringLocalizer<Texts> localizer, ILogger<Operations> logger)
{
    public Task<Actor> ActorAsync(CancellationToken cancellationToken = default) => actors.GetAsync(cancellationToken);

    /// <returns>Whether it succeeded; a refusal is shown, not thrown.</returns>
    public async Task<bool> TryAsync(Func<Actor, Task> operation, string? success = null)
    {
        try
        {
            // Off the renderer's thread: SQLite and picture work complete synchronously, and the page must go on answering meanwhile.
            var actor = await actors.GetAsync();
            await Task.Run(() => operation(actor));
            if (success is not null)
            {
                toasts.Success(success);
            }

            return true;
        }
        catch (DomainRuleException refusal)
        {
            toasts.Error(errors.Of(refusal));
        }
        catch (OperationCanceledException)
        {
            // The page was left while this ran.
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "An operation asked for by a person failed");
            toasts.Error(DatabaseBusy.Is(failure) ? localizer["error.database.busy"] : localizer["pageError.text"]);
        }

        return false;
    }
}
