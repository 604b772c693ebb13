using Microsoft.AspNetCore.Components;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Web.Hosting;
using Platform.Web.SignIn;

namespace Platform.Web.Components.SignIn;

/// <summary>What a link that a manager handed out opens: who invites to what, and a password to be chosen. Rendered without a circuit, because it sets a cookie.</summary>
public sealed partial class LinkPage
{
    public const string Path = "sign-in/link";

    private LinkPreview? _link;
    private string? _error;

    [Inject]
    public required PersonalLinkQueries Links { get; init; }

    [Inject]
    public required RedeemPersonalLinkCommand Redeem { get; init; }

    [Inject]
    public required CookieSignIn Cookies { get; init; }

    [Inject]
    public required RecordSignInCommand Record { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required DomainErrorText Errors { get; init; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromQuery]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "choose-password")]
    private PasswordForm Form { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Form ??= new PasswordForm();
        _link = await Links.PreviewAsync(Token, HttpContext.RequestAborted);
        if (_link is null)
        {
            await Record.FailedAsync(null, RequestOrigins.Of(HttpContext), "link_used", HttpContext.RequestAborted);
        }
    }

    private async Task ChooseAsync()
    {
        try
        {
            var userId = await Redeem.ExecuteAsync(Token, Form.Text, RequestOrigins.Of(HttpContext), HttpContext.RequestAborted);
            if (await Cookies.SignInAsync(HttpContext, userId, SignInWay.PersonalLink))
            {
                Navigation.NavigateTo("/");
            }
            else
            {
                _error = L["signIn.inactive"];
            }
        }
        catch (DomainRuleException refusal)
        {
            _error = Errors.Of(refusal);
        }
    }
}
