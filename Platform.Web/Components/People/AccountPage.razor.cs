using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.People.Commands;
using Platform.Core.People.Queries;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.People;

/// <summary>One's own account: who one is, the password, and the browsers in which one is signed in.</summary>
public sealed partial class AccountPage
{
    private OwnAccount? _account;
    private IReadOnlyList<BrowserSessionSummary> _sessions = [];
    private Passwords _form = new();
    private bool _busy;

    [Inject]
    public required BrowserSessionQueries Sessions { get; init; }

    [Inject]
    public required ChangePasswordCommand ChangePassword { get; init; }

    [Inject]
    public required EndSessionsCommand EndSessions { get; init; }

    protected override async Task OnInitializedAsync()
    {
        Shell.Show(null, null, [new Crumb(L["account.title"])]);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var actor = await ActorAsync();
        _sessions = await Sessions.ListOwnAsync(actor, Left);
        _account = await Sessions.AccountAsync(actor, Left);
    }

    private async Task ChangeAsync()
    {
        var form = _form;
        _busy = true;
        if (await Operations.TryAsync(actor => ChangePassword.ExecuteAsync(actor, form.Present, form.Next, Left), L["account.passwordChanged"]))
        {
            _form = new Passwords();
            await LoadAsync();
        }

        _busy = false;
    }

    private async Task EndAsync(Guid id)
    {
        await Operations.TryAsync(actor => EndSessions.ExecuteAsync(actor, id, Left), L["account.ended"]);
        await LoadAsync();
    }

    private async Task EndOthersAsync()
    {
        await Operations.TryAsync(actor => EndSessions.OthersAsync(actor, Left), L["account.othersEnded"]);
        await LoadAsync();
    }

    private static string Time(DateTime at) => at.ToLocalTime().ToString("g", CultureInfo.CurrentCulture);

    private sealed class Passwords
    {
        public string? Present { get; set; }

        public string? Next { get; set; }
    }
}
