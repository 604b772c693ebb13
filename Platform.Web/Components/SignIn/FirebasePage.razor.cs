using Microsoft.AspNetCore.Components;
using Platform.Core.Shared;
using Platform.Web.Hosting;
using Platform.Web.SignIn;
using Platform.Web.SignIn.Firebase;

namespace Platform.Web.Components.SignIn;

/// <summary>Takes the ID token that the browser got from Firebase: gives a registered person their cookie, and tells everybody else whom to ask. Rendered without a circuit, because it sets a cookie.</summary>
public sealed partial class FirebasePage
{
    public const string Address = "/sign-in/firebase";
    public const string FormName = "firebase";
    public const string TokenField = "IdToken";

    private State _state = State.Failed;
    private string? _error;
    private string? _email;
    private bool _isEmailVerified;

    private enum State
    {
        Failed,
        Waiting,
        Declined,
        Inactive,
    }

    [Inject]
    public required FirebaseAdmission Firebase { get; init; }

    [Inject]
    public required CookieSignIn Cookies { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required DomainErrorText Errors { get; init; }

    [Inject]
    public required PlatformOptions Settings { get; init; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = FormName, Name = TokenField)]
    private string? IdToken { get; set; }

    private string Key => _state.ToString().ToLowerInvariant();

    protected override void OnInitialized()
    {
        if (!HttpMethods.IsPost(HttpContext.Request.Method))
        {
            Navigation.NavigateTo("/sign-in");
        }
    }

    private async Task AnswerAsync()
    {
        try
        {
            await AdmitAsync(IdToken ?? "");
        }
        catch (DomainRuleException refusal)
        {
            _error = Errors.Of(refusal);
            HttpContext.Response.StatusCode = DomainExceptionHandler.StatusOf(refusal);
        }
    }

    private async Task AdmitAsync(string idToken)
    {
        var (who, admission) = await Firebase.AdmitAsync(idToken, RequestOrigins.Of(HttpContext), HttpContext.RequestAborted);
        (_email, _isEmailVerified) = (who.Email, who.IsEmailVerified);
        if (admission.UserId is not { } userId)
        {
            _state = admission.IsDeclined ? State.Declined : State.Waiting;
        }
        else if (await Cookies.SignInAsync(HttpContext, userId))
        {
            Navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
        }
        else
        {
            _state = State.Inactive;
        }
    }
}
