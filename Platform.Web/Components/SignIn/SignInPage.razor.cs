using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Web.Hosting;
using Platform.Web.SignIn;

namespace Platform.Web.Components.SignIn;

/// <summary>Asks for e-mail and password, and answers the server's own links: signs their user in, or lets the first person introduce themselves. Rendered without a circuit, because it sets a cookie.</summary>
public sealed partial class SignInPage
{
    private Mode _mode = Mode.Explain;
    private string? _error;
    private bool _hasPeople;

    private enum Mode
    {
        Explain,
        Welcome,
    }

    [Inject]
    public required SignInLinks Links { get; init; }

    [Inject]
    public required CookieSignIn Cookies { get; init; }

    [Inject]
    public required RecordSignInCommand Record { get; init; }

    [Inject]
    public required SignInByPasswordCommand SignInByPassword { get; init; }

    [Inject]
    public required PeopleQueries People { get; init; }

    [Inject]
    public required FirstPersonSetupCommand FirstPerson { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required DomainErrorText Errors { get; init; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromQuery]
    public string? Token { get; set; }

    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "welcome")]
    private WelcomeForm Form { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "password")]
    private PasswordForm Password { get; set; } = default!;

    private string Origin => UriHelper.BuildAbsolute(HttpContext.Request.Scheme, HttpContext.Request.Host).TrimEnd('/');

    protected override async Task OnInitializedAsync()
    {
        Form ??= new WelcomeForm();
        Form.Token ??= Token;
        Password ??= new PasswordForm();
        _hasPeople = await People.AnybodyAsync(HttpContext.RequestAborted);
        var isPost = HttpMethods.IsPost(HttpContext.Request.Method);
        if (Form.Token is null)
        {
            if (HttpContext.User.Identity?.IsAuthenticated == true && ReturnUrl is null)
            {
                Navigation.NavigateTo("/");
            }

            return;
        }

        if (!Links.TryPeek(Form.Token, out var userId))
        {
            _error = L["signIn.used"];
            await Record.FailedAsync(null, RequestOrigins.Of(HttpContext), "link_used", HttpContext.RequestAborted);
        }
        else if (userId is null)
        {
            _mode = Mode.Welcome;
        }
        else if (!isPost && Links.TryRedeem(Form.Token, out userId))
        {
            await SignInAsync(userId!.Value, SignInWay.ConsoleLink);
        }
    }

    private async Task SetUpAsync()
    {
        try
        {
            var userId = await FirstPerson.ExecuteAsync(Form.Name, Form.Email, Form.Department, HttpContext.RequestAborted, RequestOrigins.Of(HttpContext));
            Links.TryRedeem(Form.Token, out _);
            await SignInAsync(userId, SignInWay.ConsoleLink);
        }
        catch (DomainRuleException refusal)
        {
            _error = Errors.Of(refusal);
        }
    }

    private async Task SignInByPasswordAsync()
    {
        if (await SignInByPassword.ExecuteAsync(Password.Email, Password.Text, RequestOrigins.Of(HttpContext), HttpContext.RequestAborted) is { } userId)
        {
            await SignInAsync(userId, SignInWay.Password);
        }
        else
        {
            _error = L["signIn.wrong"];
        }
    }

    private async Task SignInAsync(Guid userId, SignInWay way)
    {
        if (await Cookies.SignInAsync(HttpContext, userId, way))
        {
            Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
        }
        else
        {
            _error = L["signIn.inactive"];
        }
    }
}
