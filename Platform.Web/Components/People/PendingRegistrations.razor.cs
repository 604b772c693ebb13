using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;

namespace Platform.Web.Components.People;

/// <summary>People who have proved who they are and wait to be registered; nothing where nobody waits, or for those who register nobody.</summary>
public sealed partial class PendingRegistrations
{
    private const int Shown = 50;

    private readonly Dictionary<Guid, Choice> _choices = [];
    private Actor? _actor;
    private PendingPeople? _waiting;
    private PendingPeople? _declined;

    [Inject]
    public required PendingRegistrationQueries Pending { get; init; }

    [Inject]
    public required ApproveRegistrationCommand Approve { get; init; }

    [Inject]
    public required DeclineRegistrationCommand Decline { get; init; }

    [Inject]
    public required ReopenRegistrationCommand Reopen { get; init; }

    /// <summary>Those that the person sees.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<DepartmentSummary> Departments { get; set; }

    /// <summary>Those that the person may give.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<UserRole> Roles { get; set; }

    [Parameter]
    public EventCallback OnApproved { get; set; }

    private IReadOnlyList<DepartmentSummary> Grantable => [.. Departments.Where(department => AccessPolicy.Allows(_actor!, Permission.ManageDepartment, department.Id))];

    protected override async Task OnInitializedAsync()
    {
        _actor = await ActorAsync();
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        if (AccessPolicy.Allows(_actor!, Permission.ManageDepartment, _actor!.DepartmentId))
        {
            (_waiting, _declined) = (await Pending.ListAsync(_actor, declined: false, Shown, Left), await Pending.ListAsync(_actor, declined: true, Shown, Left));
        }
    }

    private async Task ApproveAsync(PendingPerson person)
    {
        var choice = ChoiceOf(person);
        if (await Operations.TryAsync(actor => Approve.ExecuteAsync(actor, person.Id, choice.Department, choice.Role, Left), L["pending.approved", person.Name ?? person.Email ?? ""]))
        {
            await OnApproved.InvokeAsync();
        }

        await LoadAsync();
    }

    private async Task DeclineAsync(PendingPerson person)
    {
        await Operations.TryAsync(actor => Decline.ExecuteAsync(actor, person.Id, Left));
        await LoadAsync();
    }

    private async Task ReopenAsync(PendingPerson person)
    {
        await Operations.TryAsync(actor => Reopen.ExecuteAsync(actor, person.Id, Left));
        await LoadAsync();
    }

    // The least of the roles, in the person's own department: what is given without a thought should be little.
    private Choice ChoiceOf(PendingPerson person)
    {
        if (!_choices.TryGetValue(person.Id, out var choice))
        {
            _choices[person.Id] = choice = new Choice { Department = _actor!.DepartmentId, Role = UserRole.Analyst };
        }

        return choice;
    }

    private static string At(DateTime utc) => utc.ToLocalTime().ToString("g", CultureInfo.CurrentCulture);

    private sealed class Choice
    {
        public Guid Department { get; set; }

        public UserRole Role { get; set; }
    }
}
