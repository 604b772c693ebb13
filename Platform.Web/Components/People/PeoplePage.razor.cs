using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Web.Components.Layout;
using Platform.Web.SignIn;

namespace Platform.Web.Components.People;

/// <summary>Departments and their members: registering, roles, activation, sign-in links.</summary>
public sealed partial class PeoplePage
{
    private Actor? _actor;
    private IReadOnlyList<DepartmentSummary>? _departments;
    private IReadOnlyList<Member> _members = [];
    private Guid _department;
    private bool _registering;
    private bool _creatingDepartment;
    private Member? _handingOverTo;
    private string? _link;
    private string? _linkFor;

    [Inject]
    public required PeopleQueries People { get; init; }

    [Inject]
    public required RegisterUserCommand RegisterUser { get; init; }

    [Inject]
    public required CreateDepartmentCommand CreateDepartment { get; init; }

    [Inject]
    public required ChangeUserRoleCommand ChangeRole { get; init; }

    [Inject]
    public required SetUserActiveCommand SetActive { get; init; }

    [Inject]
    public required HandOverDepartmentCommand HandOver { get; init; }

    [Inject]
    public required RecordSignInLinkCommand RecordLink { get; init; }

    [Inject]
    public required SignInLinks Links { get; init; }

    private bool CanManage => _actor is not null && AccessPolicy.Allows(_actor, Permission.ManageDepartment, _department);

    private bool MayReadAudit => _actor is not null && AccessPolicy.Allows(_actor, Permission.ManageDepartment, _actor.DepartmentId);

    protected override async Task OnInitializedAsync()
    {
        Shell.Show(null, null, [new Crumb(L["nav.people"])]);
        _actor = await ActorAsync();
        _department = _actor.DepartmentId;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _departments = await People.DepartmentsAsync(_actor!, Left);
        _members = await People.MembersAsync(_actor!, _department, Left);
    }

    private async Task SelectAsync(string department)
    {
        _department = Guid.Parse(department);
        await LoadAsync();
    }

    private async Task RegisterAsync(PersonForm form)
    {
        if (await Operations.TryAsync(actor => RegisterUser.ExecuteAsync(actor, _department, form.ToPerson(), Left), L["people.registered", form.Name]))
        {
            _registering = false;
            await LoadAsync();
        }
    }

    private async Task CreateDepartmentAsync(PersonForm form)
    {
        if (await Operations.TryAsync(async actor => (_department, _) = await CreateDepartment.ExecuteAsync(actor, form.Department, form.ToPerson(), Left), L["people.departmentCreated", form.Department]))
        {
            _creatingDepartment = false;
            await LoadAsync();
        }
    }

    private async Task ChangeRoleAsync(Member member, string? role)
    {
        if (Enum.TryParse<UserRole>(role, out var chosen))
        {
            await Operations.TryAsync(actor => ChangeRole.ExecuteAsync(actor, member.Id, chosen, Left), L["people.roleChanged"]);
            await LoadAsync();
        }
    }

    private async Task SetActiveAsync(Member member)
    {
        await Operations.TryAsync(actor => SetActive.ExecuteAsync(actor, member.Id, !member.IsActive, Left));
        await LoadAsync();
    }

    private async Task HandOverAsync()
    {
        var person = _handingOverTo!;
        _handingOverTo = null;
        if (await Operations.TryAsync(actor => HandOver.ExecuteAsync(actor, _department, person.Id, Left), L["people.handedOver", person.Name]))
        {
            _actor = await ActorAsync();
            await LoadAsync();
        }
    }

    private async Task IssueLinkAsync(Member member)
    {
        if (await Operations.TryAsync(actor => RecordLink.ExecuteAsync(actor, member.Id, Left)))
        {
            _linkFor = member.Name;
            _link = $"{Navigation.BaseUri}sign-in?token={Links.Issue(member.Id)}";
        }
    }

    private bool MaySignIn(Member member) => _actor!.IsAdmin || member.Role != UserRole.Admin;

    private IReadOnlyList<UserRole> GrantableRoles(UserRole? present = null) =>
        [.. Enum.GetValues<UserRole>().Where(role => role == present || role != UserRole.Admin || _actor is { IsAdmin: true })];

    private static string RoleKey(UserRole role) => "role." + EnumText<UserRole>.ToText(role);
}
