using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Platform.Core.Audit.Model;
using Platform.Core.Audit.Queries;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Web.Components.Layout;
using Platform.Web.Endpoints;

namespace Platform.Web.Components.Audit;

/// <summary>Who did what, filtered by what stands in the address, page by page from the server.</summary>
public sealed partial class AuditPage
{
    private const int PageSize = 50;
    private const string Here = "/audit";
    private const string DayFormat = "yyyy-MM-dd";

    private Platform.Core.Audit.Queries.AuditPage? _page;
    private IReadOnlyList<Person> _people = [];
    private IReadOnlyList<DepartmentSummary> _departments = [];

    [Inject]
    public required AuditQueries Audit { get; init; }

    [Inject]
    public required PeopleQueries People { get; init; }

    [SupplyParameterFromQuery]
    public Guid? Person { get; set; }

    [SupplyParameterFromQuery]
    public string? Action { get; set; }

    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery]
    public DateOnly? From { get; set; }

    [SupplyParameterFromQuery]
    public DateOnly? To { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    public string? Words { get; set; }

    [SupplyParameterFromQuery]
    public Guid? Department { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    private AuditQuery Query => new(Person, Known(Action), Known(Kind), From, To, Known(Words), Department);

    private int Number => Math.Max(1, Page ?? 1);

    protected override async Task OnInitializedAsync()
    {
        Shell.Show(null, null, [new Crumb(L["nav.people"], "/people"), new Crumb(L["audit.title"])]);
        var actor = await ActorAsync();
        _people = await Audit.PeopleAsync(actor, Left);
        _departments = actor.IsAdmin ? await People.DepartmentsAsync(actor, Left) : [];
    }

    protected override async Task OnParametersSetAsync() =>
        _page = await Audit.ListAsync(await ActorAsync(), Query.ToFilter(), (Number - 1) * PageSize, PageSize, Left);

    private void Go(AuditQuery query) => Navigation.NavigateTo(query.AddTo(Here));

    private void Turn(int page) => Navigation.NavigateTo(Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(Query.AddTo(Here), "page", page.ToString(CultureInfo.InvariantCulture)));

    private string Export(string format) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(Query.AddTo("/api/audit/export"), "format", format);

    // What a newer version has written reads as its code.
    private string ActionText(string action) => OrCode(L["audit.action." + action], action);

    private string KindText(string kind) => OrCode(L["audit.kind." + kind], kind);

    private string ArgumentName(string name) => OrCode(L["audit.fact." + name], name);

    private string ArgumentText(string name, string value) => name switch
    {
        "role" or "from" or "to" => OrCode(L["role." + value], value),
        "link" => OrCode(L["people.link." + value], value),
        "way" => OrCode(L["audit.way." + value], value),
        "reason" => OrCode(L["audit.reason." + value], value),
        _ => value,
    };

    private static string OrCode(LocalizedString text, string code) => text.ResourceNotFound ? code : text.Value;

    private static string BadgeOf(string action) => action switch
    {
        AuditActions.SignInFailed or AuditActions.SignInLocked or AuditActions.ModelVersionPromotedAnyway => "danger",
        AuditActions.ProjectDeleted or AuditActions.AssetsDeleted or AuditActions.TrashEmptied or AuditActions.UserDeactivated or AuditActions.TokenRevoked => "warning",
        _ => "neutral",
    };

    private static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string? Text(ChangeEventArgs change) => Known((string?)change.Value);

    private static Guid? Id(ChangeEventArgs change) => Guid.TryParse((string?)change.Value, out var id) ? id : null;

    private static DateOnly? Day(ChangeEventArgs change) =>
        DateOnly.TryParseExact((string?)change.Value, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? DayText(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture);
}
