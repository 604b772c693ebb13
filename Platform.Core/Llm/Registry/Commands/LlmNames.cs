using Platform.Core.Audit.Model;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Names that programs call models and presets by: the gateway reads <c>model:preset</c>, so neither holds a colon, nor what a request could not carry as it is.</summary>
internal static class LlmNames
{
    public static string Of(string? text, string what, int maxLength)
    {
        var name = RequiredText.Of(text, what, maxLength);
        return name.Any(character => character is ':' or '"' or '\\' || char.IsControl(character))
            ? throw new DomainRuleException("llm.name", $"The {what} may hold no colon, quotation mark or backslash: programs ask for 'model:preset'. Choose another name; the name at the engine may differ.", what)
            : name;
    }

    public static AuditSubject Subject(LlmModel model) => new(AuditKinds.LlmModel, model.Id, model.ModelName, null);

    public static AuditSubject Subject(LlmModelConfig preset, string modelName) => new(AuditKinds.LlmPreset, preset.Id, $"{modelName}:{preset.ConfigName}", null);

    public static AuditSubject Subject(LlmDeployment deployment, string modelName) => new(AuditKinds.LlmDeployment, deployment.Id, $"{modelName} @ {deployment.ServerName}", null);
}
