namespace Platform.Core.Llm.Model;

/// <summary>Codes of why a deployment has its status or how a look at it ended; also the keys of their translations.</summary>
public static class HealthReasons
{
    public const string Ok = "ok";

    // Nobody has looked yet.
    public const string Registered = "registered";
    public const string SettingsChanged = "settings_changed";
    public const string Resumed = "resumed";

    // Somebody chose it.
    public const string TakenOut = "taken_out";

    // What is wrong.
    public const string DnsFailed = "dns_failed";
    public const string ConnectionRefused = "connection_refused";
    public const string NetworkFailed = "network_failed";
    public const string TlsFailed = "tls_failed";
    public const string Timeout = "timeout";
    public const string AddressRefused = "address_refused";
    public const string Unauthorized = "unauthorized";
    public const string NotFound = "not_found";
    public const string Redirected = "redirected";
    public const string HttpError = "http_error";
    public const string Loading = "loading";
    public const string Html = "html";
    public const string NotJson = "not_json";
    public const string WrongEngine = "wrong_engine";
    public const string ModelMissing = "model_missing";
    public const string CredentialUnreadable = "credential_unreadable";

    public static IReadOnlyList<string> Faults { get; } =
    [
        DnsFailed, ConnectionRefused, NetworkFailed, TlsFailed, Timeout, AddressRefused, Unauthorized, NotFound, Redirected, HttpError, Loading, Html, NotJson, WrongEngine, ModelMissing, CredentialUnreadable,
    ];

    public static IReadOnlyList<string> All { get; } = [Ok, Registered, SettingsChanged, Resumed, TakenOut, .. Faults];

    /// <summary>Whether the deployment waits for its first look: in error only until then.</summary>
    public static bool IsAwaiting(string reason) => reason is Registered or SettingsChanged or Resumed;
}
