using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>What a preset may set.</summary>
internal static class PresetRules
{
    public static PresetValues Check(PresetValues values)
    {
        Demand(values.MaxTokens is null or (>= 1 and <= PresetValues.LargestMaxTokens), "max_tokens", $"1–{PresetValues.LargestMaxTokens}");
        Demand(values.Temperature is null or (>= 0 and <= 2), "temperature", "0–2");
        Demand(values.TopP is null or (> 0 and <= 1), "top_p", "0–1");
        Demand(values.TopK is null or (>= 0 and <= PresetValues.LargestTopK), "top_k", $"0–{PresetValues.LargestTopK}");
        return values with { Name = LlmNames.Of(values.Name, "preset name", LlmModelConfig.NameLength) };
    }

    private static void Demand(bool holds, string field, string range)
    {
        if (!holds)
        {
            throw new DomainRuleException("llm.preset_range", $"{field} must lie in {range} (top_p above 0), or be left empty for the engine's own default.", field, range);
        }
    }
}
