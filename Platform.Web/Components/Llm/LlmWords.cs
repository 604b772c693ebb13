using System.Globalization;
using Microsoft.Extensions.Localization;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;
using Platform.Web.Resources;

namespace Platform.Web.Components.Llm;

/// <summary>How the LLM half calls things.</summary>
public static class LlmWords
{
    /// <summary>Kind of a badge or dot: success, danger, warning or neutral.</summary>
    public static string KindOf(LlmDeploymentStatus status, string reason) => status switch
    {
        LlmDeploymentStatus.Active => "success",
        LlmDeploymentStatus.Error => HealthReasons.IsAwaiting(reason) ? "neutral" : "danger",
        LlmDeploymentStatus.Maintenance => "warning",
        _ => "neutral",
    };

    public static string StatusText(this IStringLocalizer<Texts> localizer, LlmDeploymentStatus status, string reason) =>
        localizer["llm.status." + (status == LlmDeploymentStatus.Error && HealthReasons.IsAwaiting(reason) ? "awaiting" : EnumText<LlmDeploymentStatus>.ToText(status))];

    /// <summary>What is wrong, with what the reason leaves open.</summary>
    public static string ReasonText(this IStringLocalizer<Texts> localizer, string reason, string? detail)
    {
        var text = localizer["llm.reason." + reason];
        return detail is null ? text : $"{text} ({detail})";
    }

    public static string EnvironmentText(this IStringLocalizer<Texts> localizer, LlmEnvironment environment) => localizer["llm.environment." + EnumText<LlmEnvironment>.ToText(environment)];

    public static string EngineText(this IStringLocalizer<Texts> localizer, LlmEngine engine) => localizer["llm.engine." + EnumText<LlmEngine>.ToText(engine)];

    public static string LearningText(this IStringLocalizer<Texts> localizer, LlmLearningType type) => localizer["llm.learning." + EnumText<LlmLearningType>.ToText(type)];

    /// <summary>The reason that is shown beside a status: the last look's where one found a fault, else why it was set.</summary>
    public static (string Reason, string? Detail) ReasonOf(LlmDeploymentView deployment) => deployment.Health is { FailuresInARow: > 0 } health
        ? (health.Reason, health.Detail)
        : (deployment.StatusReason, null);

    public static string Milliseconds(double? elapsedMs) => elapsedMs is { } known
        ? string.Create(CultureInfo.CurrentCulture, $"{known.ToString(known < 10 ? "0.0" : "0", CultureInfo.CurrentCulture)} ms")
        : "–";

    public static string At(DateTime at) => at.ToLocalTime().ToString("g", CultureInfo.CurrentCulture);

    public static string Number(double? value) => value is { } known ? known.ToString("0.##", CultureInfo.CurrentCulture) : "–";
}
