using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;
using Platform.Core.People.Commands;
using Platform.Core.Shared;
using Platform.Web.Hosting;
using Platform.Web.SignIn;

namespace Platform.Web.Components.SignIn;

/// <summary>Answers one-time links: signs their user in, or lets the first person introduce themselves. Rendered without a circuit, because it sets a cookie.</summary>
public sealed partial class SignInPage
{
    private Mode _mode = Mode.Explain;
    private string? _error;

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

    [SupplyParameterFromForm]
    private WelcomeForm Form { get; set; } = default!;

    private string Origin => UriHelper.BuildAbsolute(HttpContext.Request.Scheme, HttpContext.Request.Host).TrimEnd('/');

    protected override async Task OnInitializedAsync()
    {
        Form ??= new WelcomeForm();
        Form.Token ??= Token;
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
            await SignInAsync(userId!.Value);
        }
    }

    private async Task SetUpAsync()
    {
        try
        {
            var userId = await FirstPerson.ExecuteAsync(Form.Name, Form.Email, Form.Department, HttpContext.RequestAborted, RequestOrigins.Of(HttpContext));
            Links.TryRedeem(Form.Token, out _);
            await SignInAsync(userId);
        }
        catch (DomainRuleException refusal)
        {
            _error = Errors.Of(refusal);
        }
    }

    private async Task SignInAsync(Guid userId)
    {
        if (await Cookies.SignInAsync(HttpContext, userId))
        {
            Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
        }
        else
        {
            _error = L["signIn.inactive"];
        }
    }
}
