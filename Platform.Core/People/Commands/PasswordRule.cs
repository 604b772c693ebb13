using System.Text;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>
/// Which passwords are taken: long ones that are not the first that somebody would guess. No rule says which kinds of characters; what counts is how much is left once
/// common words, what everybody knows of the person, runs and repetitions are taken off.
/// </summary>
public static class PasswordRule
{
    /// <summary>In characters as people count them, code points of Unicode.</summary>
    public const int MinLength = 12;

    public const int MaxLength = 128;

    private const int MinDistinct = 5;
    private const int MinUnguessed = 8;
    private const int MinRun = 4;
    private const int MinWord = 3;

    // Above any password that is taken; what is longer need not be read to be wrong.
    private const int ReadLength = 1024;

    private static readonly string[] s_words =
    [
        "platform", "password", "passwort", "passphrase", "passw", "letmein", "welcome", "administrator", "admin", "manager", "secret", "changeme", "default", "iloveyou", "monkey", "dragon", "football",
        "baseball", "basketball", "sunshine", "princess", "superman", "batman", "starwars", "trustno", "master", "shadow", "whatever", "freedom", "computer", "internet", "samsung", "google", "login", "hello",
        "비밀번호", "관리자", "안녕하세요", "사랑해",
    ];

    private static readonly string[] s_rows = [.. new[] { "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "가나다라마바사아자차카타파하" }.SelectMany(row => new[] { row, new string([.. row.Reverse()]) })];

    /// <summary>The form in which passwords are hashed and compared: the same characters whichever way a keyboard composes them.</summary>
    internal static string Normalized(string? password)
    {
        var read = password?.Length > ReadLength ? password[..ReadLength] : password ?? "";

        // Halves of characters, which nothing can normalise, become the sign for what cannot be read.
        return string.Concat(read.EnumerateRunes()).Normalize(NormalizationForm.FormC);
    }

    /// <summary>Refuses a new password with what to do instead.</summary>
    internal static void Require(string normalized, User user)
    {
        var length = normalized.EnumerateRunes().Count();
        if (length < MinLength)
        {
            throw new DomainRuleException("password.too_short", $"The password is too short. Use at least {MinLength} characters: a few unrelated words are easy to remember.", MinLength);
        }

        if (length > MaxLength)
        {
            throw new DomainRuleException("password.too_long", $"The password is too long. Use at most {MaxLength} characters.", MaxLength);
        }

        if (IsGuessable(normalized.ToLowerInvariant(), user))
        {
            throw new DomainRuleException("password.guessable", "This password is among the first that somebody would guess. Use a few unrelated words instead of a common one, your name, a row of keys or a repetition.");
        }
    }

    private static bool IsGuessable(string password, User user)
    {
        var guessed = new bool[password.Length];
        var letters = new string([.. password.Select(LetterOf)]);
        foreach (var word in s_words.Concat(WordsOf(user)))
        {
            Mark(guessed, letters, word);
            Mark(guessed, password, word);
        }

        foreach (var run in s_rows.SelectMany(row => Enumerable.Range(0, row.Length - MinRun + 1).Select(start => row.Substring(start, MinRun))))
        {
            Mark(guessed, password, run);
        }

        return password.Distinct().Count() < MinDistinct || guessed.Take(PeriodOf(password)).Count(known => !known) < MinUnguessed;
    }

    private static IEnumerable<string> WordsOf(User user) =>
        user.Email.Split('@', '.', '-', '_', '+').Concat(user.Name.ToLowerInvariant().Split(' ')).Where(word => word.Length >= MinWord);

    private static void Mark(bool[] guessed, string password, string word)
    {
        for (var at = password.IndexOf(word, StringComparison.Ordinal); at >= 0; at = password.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            guessed.AsSpan(at, word.Length).Fill(true);
        }
    }

    /// <returns>The length of the shortest beginning that the whole repeats, in UTF-16 units; the whole length where nothing repeats.</returns>
    private static int PeriodOf(string password)
    {
        var period = 1;
        while (!password.AsSpan(period).SequenceEqual(password.AsSpan(0, password.Length - period)))
        {
            period++;
        }

        return period;
    }

    private static char LetterOf(char typed) => typed switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => typed,
    };
}
