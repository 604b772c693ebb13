namespace Platform.Core.Annotations;

/// <summary>What becomes of a model's shapes where there are shapes of the same class already. Shapes are one object where their boxes have an IoU of one half or more.</summary>
public enum OverlapPolicy
{
    /// <summary>Unreviewed shapes of models give way; what people drew or reviewed stays, and the model's shape of the same object is left out.</summary>
    Replace,

    /// <summary>Everything stays, and the model's shape of the same object is left out.</summary>
    Skip,

    /// <summary>Everything stays, and all of the model's shapes are added.</summary>
    Add,
}
