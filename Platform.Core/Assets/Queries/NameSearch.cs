using System.Text;

namespace Platform.Core.Assets.Queries;

/// <summary>
/// What a person types to find a file by its name: every word must stand in it, in any letter case. A Korean consonant stands for each syllable that begins
/// with it (ㅅㅊ finds 세척), and the last syllable may still be under construction (고야 on the way to 고양이).
/// </summary>
internal sealed class NameSearch
{
    private const char FirstSyllable = '가';
    private const char LastSyllable = '힣';
    private const int Vowels = 21;

    // Finals of a syllable, with none as the first.
    private const int Finals = 28;
    private const string Initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
    private const string VowelLetters = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
    private const string FinalLetters = "\0ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

    private readonly string[] _words;

    public NameSearch(string text) => _words = Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Files from a Mac come with their syllables taken apart.</summary>
    public bool Fits(string fileName)
    {
        var name = Plain(fileName);
        return _words.All(word => Enumerable.Range(0, Math.Max(0, name.Length - word.Length + 1)).Any(start => FitsAt(name, word, start)));
    }

    private static string Plain(string text) => text.Normalize(NormalizationForm.FormC).ToLowerInvariant();

    private static bool FitsAt(string name, string word, int start)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (name[start + i] != word[i] && !BeginsWith(name[start + i], word[i], i == word.Length - 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool BeginsWith(char syllable, char typed, bool isLast)
    {
        var letters = LettersOf(syllable);
        return letters.Length > 1 && ((Initials.Contains(typed) && letters[0] == typed) || (isLast && letters.StartsWith(LettersOf(typed), StringComparison.Ordinal)));
    }

    private static string LettersOf(char character)
    {
        if (character is < FirstSyllable or > LastSyllable)
        {
            return character.ToString();
        }

        var code = character - FirstSyllable;
        var open = string.Concat(Initials[code / (Vowels * Finals)], VowelLetters[code / Finals % Vowels]);
        return code % Finals == 0 ? open : open + FinalLetters[code % Finals];
    }
}
