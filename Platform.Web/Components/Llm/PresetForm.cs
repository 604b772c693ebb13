using Platform.Core.Llm.Model;

namespace Platform.Web.Components.Llm;

/// <summary>A preset while it is edited: each value may be switched to the engine's own default and back without being forgotten.</summary>
public sealed class PresetForm
{
    private const double SuggestedMaxTokens = 1024;
    private const double SuggestedTemperature = 0.7;
    private const double SuggestedTopP = 0.95;
    private const double SuggestedTopK = 40;

    public PresetForm(PresetValues? values)
    {
        Name = values?.Name ?? "";
        MaxTokens = new PresetChoice(values?.MaxTokens, SuggestedMaxTokens);
        Temperature = new PresetChoice(values?.Temperature, SuggestedTemperature);
        TopP = new PresetChoice(values?.TopP, SuggestedTopP);
        TopK = new PresetChoice(values?.TopK, SuggestedTopK);
    }

    public string Name { get; set; }

    public PresetChoice MaxTokens { get; }

    public PresetChoice Temperature { get; }

    public PresetChoice TopP { get; }

    public PresetChoice TopK { get; }

    public PresetValues ToValues() => new(Name, Whole(MaxTokens), Temperature.Chosen, TopP.Chosen, Whole(TopK));

    // What was typed beyond an integer is out of every range as well.
    private static int? Whole(PresetChoice choice) => choice.Chosen is { } value ? (int)Math.Clamp(Math.Round(value), int.MinValue, int.MaxValue) : null;
}

/// <summary>A value, or the engine's own default.</summary>
public sealed class PresetChoice(double? value, double suggested)
{
    public bool IsDefault { get; set; } = value is null;

    public double Value { get; set; } = value ?? suggested;

    public double? Chosen => IsDefault ? null : Value;
}
