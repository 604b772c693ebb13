namespace Platform.Training.Weights;

/// <summary>
/// Where each tensor of a published RTMDet (mmdetection 3; tiny and s, also the trunks of its segmentation and of CSPNeXt classifiers) has its
/// place in our networks. Both are the same design; only names differ.
/// </summary>
internal static class RtmDetNames
{
    /// <summary>The first convolution, which sees the image's channels.</summary>
    internal const string FirstConvolution = "backbone.stem.0.conv.weight";

    internal static bool Speaks(IEnumerable<string> names) => names.Any(name => name.StartsWith("backbone.stage1.", StringComparison.Ordinal));

    /// <summary>Our name, or null where our networks have no place for it.</summary>
    internal static string? ToOurs(string name) => name.Split('.') switch
    {
        ["backbone", "stem", ..] => name,
        ["backbone", "stage4", "1", .. var rest] => Join("backbone.stages.3.spp", rest),
        ["backbone", "stage4", "2", .. var rest] => Join("backbone.stages.3.csp", Block(rest)),
        ["backbone", "stage1" or "stage2" or "stage3" or "stage4", "0", .. var rest] => Join($"backbone.stages.{Index(name)}.downsample", rest),
        ["backbone", "stage1" or "stage2" or "stage3", "1", .. var rest] => Join($"backbone.stages.{Index(name)}.csp", Block(rest)),
        ["neck", ("top_down_blocks" or "bottom_up_blocks") and var row, var number, .. var rest] => Join($"neck.{row}.{number}", Block(rest)),
        ["neck", ..] => name,
        ["bbox_head", "cls_convs", .. var rest] => Tower("head.cls_tower", rest),
        ["bbox_head", "reg_convs", .. var rest] => Tower("head.reg_tower", rest),
        ["bbox_head", "rtm_cls", .. var rest] => Join("head.cls_preds", rest),
        ["bbox_head", "rtm_reg", .. var rest] => Join("head.reg_preds", rest),
        _ => null,
    };

    // backbone.stageN: ours count from 0.
    private static int Index(string name) => name["backbone.stage".Length] - '1';

    // The depth-wise pair of a block is a module of its own there: blocks.0.conv2.depthwise_conv.
    private static string[] Block(string[] rest) => rest is ["blocks", var number, "conv2", .. var inner] ? ["blocks", number, .. inner] : rest;

    // LEVEL.CONVOLUTION.conv|bn. All levels share their convolutions, so each level's copy has the same place.
    private static string? Tower(string tower, string[] rest) => rest switch
    {
        [_, var convolution, "conv", var what] => $"{tower}.convs.{convolution}.{what}",
        [var level, var convolution, "bn", var what] => $"{tower}.norms.{level}.{convolution}.{what}",
        _ => null,
    };

    private static string Join(string start, string[] rest) => string.Join('.', [start, .. rest]);
}
