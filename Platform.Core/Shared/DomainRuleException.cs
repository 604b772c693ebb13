namespace Platform.Core.Shared;

/// <summary>A request that breaks a rule of the domain; the message tells the user what to do instead.</summary>
public class DomainRuleException : Exception
{
    /// <param name="code">Stable dotted code, the key of the translated message.</param>
    /// <param name="message">English message.</param>
    /// <param name="arguments">Values of the translated message's placeholders, in order.</param>
    public DomainRuleException(string code, string message, params object[] arguments)
        : base(message) => (Code, Arguments) = (code, arguments);

    /// <param name="code">Stable dotted code, the key of the translated message.</param>
    /// <param name="message">English message.</param>
    /// <param name="cause">The failure of a lower layer that this rule explains.</param>
    public DomainRuleException(string code, string message, Exception cause)
        : base(message, cause) => (Code, Arguments) = (code, []);

    public string Code { get; }

    public IReadOnlyList<object> Arguments { get; }

    /// <summary>What a program wants to know beside the message, such as a list of what stands in the way; sent as JSON.</summary>
    public virtual object? Details => null;
}

/// <summary>The thing does not exist, or the actor may not know that it does.</summary>
public sealed class NotFoundException(string kind, object id) : DomainRuleException(
    "not_found", $"There is no {kind} with id {id}, or you have no access to it.", kind, id);

/// <summary>The actor can see the thing but may not do this to it.</summary>
public sealed class AccessDeniedException(string permission) : DomainRuleException(
    "access.denied", $"Your role does not allow this ({permission}). Ask the manager of your department or an administrator.", permission);

/// <summary>Somebody else changed the thing since the actor read it.</summary>
public sealed class ConflictException(string code, string message, params object[] arguments) : DomainRuleException(code, message, arguments);
