using Platform.Core.People;

namespace Platform.Tests.People;

/// <summary>Hashes that cost nothing, for tests of the rules around them; it counts how often it compared.</summary>
public sealed class PlainPasswordHashes : IPasswordHashes
{
    public const string Present = "now:";
    public const string Earlier = "then:";

    private int _checks;

    public string Decoy => Present + "nobody's";

    public int Checks => _checks;

    public string HashOf(string password) => Present + password;

    public PasswordCheck Check(string hash, string password)
    {
        Interlocked.Increment(ref _checks);
        return hash == Present + password ? PasswordCheck.Right : hash == Earlier + password ? PasswordCheck.RightButOld : PasswordCheck.Wrong;
    }
}
