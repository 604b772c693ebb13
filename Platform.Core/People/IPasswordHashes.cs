namespace Platform.Core.People;

/// <summary>How a password compares with a stored hash.</summary>
public enum PasswordCheck
{
    Wrong,
    Right,

    /// <summary>Right, but hashed as it was done earlier: to be stored anew.</summary>
    RightButOld,
}

/// <summary>Hashes passwords slowly and with a salt of their own; the host brings the method. Safe for any number of threads.</summary>
public interface IPasswordHashes
{
    /// <summary>A hash of nobody's password, made in the present way: comparing with it takes as long as with a real one.</summary>
    string Decoy { get; }

    /// <returns>At most <see cref="Model.UserPassword.HashLength"/> characters, with salt and method inside.</returns>
    string HashOf(string password);

    PasswordCheck Check(string hash, string password);
}
