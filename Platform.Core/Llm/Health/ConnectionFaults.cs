using System.Net.Sockets;
using System.Security.Authentication;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Health;

/// <summary>Names what keeps a request from its answer.</summary>
public static class ConnectionFaults
{
    /// <returns>One of <see cref="HealthReasons"/>.</returns>
    public static string ReasonOf(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AddressRefusedException:
                    return HealthReasons.AddressRefused;
                case AuthenticationException:
                    return HealthReasons.TlsFailed;
                case SocketException socket:
                    return ReasonOf(socket.SocketErrorCode);
                case OperationCanceledException or TimeoutException:
                    return HealthReasons.Timeout;
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return HealthReasons.TlsFailed;
            }
        }

        return HealthReasons.NetworkFailed;
    }

    private static string ReasonOf(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => HealthReasons.DnsFailed,
        SocketError.ConnectionRefused => HealthReasons.ConnectionRefused,
        SocketError.TimedOut => HealthReasons.Timeout,
        _ => HealthReasons.NetworkFailed,
    };
}
