namespace Platform.Web.SignIn.Firebase;

/// <summary>
/// What the sign-in pages may reach beside this server, where Firebase is configured and on no other page: Google's two services of accounts, and for Google's own sign-in the script and the
/// frame through which its window answers.
/// </summary>
/// <param name="Scripts">Sources added to script-src.</param>
/// <param name="Connections">Sources added to connect-src.</param>
/// <param name="Frames">Sources added to frame-src.</param>
/// <param name="OpensWindows">Whether a window of another site answers this page.</param>
public sealed record FirebasePolicy(string Scripts, string Connections, string Frames, bool OpensWindows)
{
    private const string GoogleScripts = " https://apis.google.com/js/api.js https://apis.google.com/_/scs/";
    private const string Accounts = " https://identitytoolkit.googleapis.com https://securetoken.googleapis.com";

    /// <returns>Null where Firebase is not configured.</returns>
    public static FirebasePolicy? Of(FirebaseOptions options)
    {
        if (!options.IsConfigured)
        {
            return null;
        }

        var frames = options.UsesEmulator ? $" http://{options.EmulatorHost}" : $" https://{options.EffectiveAuthDomain}";
        return new FirebasePolicy(
            options.Google ? GoogleScripts : "", options.UsesEmulator ? $" http://{options.EmulatorHost}" : Accounts, options.Google ? frames : "", options.Google);
    }
}
