using Platform.Training.Recipes;
using static TorchSharp.torch;

namespace Platform.Training.Incremental;

/// <summary>
/// Holds a student to its teacher's answers where the teacher is sure of something: elastic response selection and distillation
/// (ERD, https://arxiv.org/abs/2204.02136) on class scores and on the distributions of box sides.
/// </summary>
public static class ResponseDistillation
{
    // teacher logits [N, A, K] -> (confidence [N, A], kept [N, A]): above the image's mean by so many standard deviations
    public static (Tensor Confidence, Tensor Kept) Select(Tensor teacher, double deviations)
    {
        var confidence = teacher.sigmoid().amax([-1], false);
        var threshold = confidence.mean([1], true) + (confidence.std([1], false, true) * deviations);
        return (confidence, confidence.gt(threshold));
    }

    // logits [R, K] each -> scalar: Kullback-Leibler divergence of the K yes-or-no answers, summed over classes, mean over rows
    public static Tensor Classes(Tensor student, Tensor teacher)
    {
        var target = teacher.sigmoid();
        var cross = nn.functional.binary_cross_entropy_with_logits(student, target, reduction: nn.Reduction.None);
        var entropy = nn.functional.binary_cross_entropy_with_logits(teacher, target, reduction: nn.Reduction.None);
        return (cross - entropy).sum() / Math.Max(1, teacher.shape[0]);
    }

    // logits [R, 4, bins] each, weights [R] -> scalar: T^2 times the divergence of the softened distributions, mean of four sides, weighted mean over rows
    public static Tensor Sides(Tensor student, Tensor teacher, Tensor weights, double temperature)
    {
        var soft = (teacher / temperature).log_softmax(-1);
        var divergence = (soft.exp() * (soft - (student / temperature).log_softmax(-1))).sum([-1]).mean([1]); // [R]
        return (divergence * weights).sum() / weights.sum().clamp_min(1e-6) * (temperature * temperature);
    }

    // logits [N, K] each -> scalar: T^2 times the divergence of the softened choice among K classes, mean over images (LwF, https://arxiv.org/abs/1606.09282)
    public static Tensor Choice(Tensor student, Tensor teacher, double temperature)
    {
        var soft = (teacher / temperature).log_softmax(-1);
        return (soft.exp() * (soft - (student / temperature).log_softmax(-1))).sum([-1]).mean() * (temperature * temperature);
    }

    /// <summary>The points at which the teacher is sure of something, and asked.</summary>
    /// <param name="teacherClasses">[N, A, K], without gradient.</param>
    /// <param name="consulted">[N, A]: false where the teacher is not asked, however sure it is.</param>
    /// <param name="recipe">Selection.</param>
    public static ChosenPoints Choose(Tensor teacherClasses, Tensor consulted, DistillationRecipe recipe)
    {
        var (confidence, kept) = Select(teacherClasses, recipe.Deviations);
        var rows = (kept & consulted).reshape(-1).nonzero().reshape(-1);
        return new ChosenPoints(rows, confidence.reshape(-1).index_select(0, rows));
    }

    /// <summary>The weighted terms of classes and box sides over a batch; both are zero, and still part of the graph, where the teacher is sure of nothing.</summary>
    /// <param name="studentClasses">[N, A, K], the outputs of old classes.</param>
    /// <param name="studentSides">[N, A, 4 x bins].</param>
    /// <param name="teacherClasses">[N, A, K], without gradient.</param>
    /// <param name="teacherSides">[N, A, 4 x bins], without gradient.</param>
    /// <param name="consulted">[N, A]: false where the teacher is not asked, however sure it is.</param>
    /// <param name="recipe">Weights, temperature, selection.</param>
    public static (Tensor Class, Tensor Box) Terms(Tensor studentClasses, Tensor studentSides, Tensor teacherClasses, Tensor teacherSides, Tensor consulted, DistillationRecipe recipe) =>
        Terms(studentClasses, studentSides, teacherClasses, teacherSides, Choose(teacherClasses, consulted, recipe), recipe);

    /// <summary>As above at points that are chosen already.</summary>
    public static (Tensor Class, Tensor Box) Terms(Tensor studentClasses, Tensor studentSides, Tensor teacherClasses, Tensor teacherSides, ChosenPoints points, DistillationRecipe recipe)
    {
        if (points.Count == 0)
        {
            return (studentClasses.sum() * 0, studentSides.sum() * 0);
        }

        var classes = Classes(points.Of(studentClasses), points.Of(teacherClasses));
        var bins = teacherSides.shape[^1] / 4;
        var sides = Sides(points.Of(studentSides).reshape(-1, 4, bins), points.Of(teacherSides).reshape(-1, 4, bins), points.Confidence, recipe.Temperature);
        return (classes * recipe.Lambda, sides * (recipe.Lambda * recipe.BoxWeight));
    }
}

/// <summary>Points of a batch of N images with A points each.</summary>
/// <param name="Rows">[R], rows of [N x A], ascending.</param>
/// <param name="Confidence">[R], how sure the teacher is at each.</param>
public sealed record ChosenPoints(Tensor Rows, Tensor Confidence)
{
    public int Count => (int)Rows.numel();

    // [N, A, D] -> [R, D]
    public Tensor Of(Tensor values) => values.reshape(-1, values.shape[^1]).index_select(0, Rows);

    // [R] -> scalar, weighted by confidence
    public Tensor Mean(Tensor values) => (values * Confidence).sum() / Confidence.sum().clamp_min(1e-6);
}
