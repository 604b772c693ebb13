namespace Platform.Web.SignIn.Firebase;

/// <summary>Settings of signing in by Firebase Authentication, section "Platform:Firebase"; without a project there is none.</summary>
public sealed class FirebaseOptions
{
    public const string Section = "Platform:Firebase";

    private const string EmulatorApiKey = "emulator";

    /// <summary>Id of the Firebase project, the audience of its tokens.</summary>
    public string ProjectId { get; set; } = "";

    /// <summary>The project's web key. It names the project to Google and is no secret.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Host that serves the pages of Google's sign-in.</summary>
    public string AuthDomain { get; set; } = "";

    /// <summary>Whether the page offers Google beside e-mail and password.</summary>
    public bool Google { get; set; } = true;

    /// <summary>Host and port of the auth emulator, whose tokens nobody has signed; in development only.</summary>
    public string EmulatorHost { get; set; } = "";

    /// <summary>Where the certificates of those who sign the tokens are: a JSON object of PEM texts by key id.</summary>
    public string CertificateUrl { get; set; } = "https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com";

    public bool IsConfigured => ProjectId.Length > 0;

    public bool UsesEmulator => EmulatorHost.Length > 0;

    public string Issuer => $"https://securetoken.google.com/{ProjectId}";

    public string EffectiveApiKey => ApiKey.Length > 0 ? ApiKey : EmulatorApiKey;

    public string EffectiveAuthDomain => AuthDomain.Length > 0 ? AuthDomain : $"{ProjectId}.firebaseapp.com";
}
