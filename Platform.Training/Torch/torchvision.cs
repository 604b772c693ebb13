using Platform.Training.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The part of the vision library that works on boxes (x1 y1 x2 y2).</summary>
public static class torchvision
{
    public static class ops
    {
        /// <summary>Indexes of the kept boxes by falling score.</summary>
        public static Tensor nms(Tensor boxes, Tensor scores, double iou_threshold = 0.5) => Nms(boxes, scores, null, iou_threshold, 0);

        public static Tensor box_area(Tensor boxes)
        {
            using var scope = NewDisposeScope();
            var sides = boxes.slice(-1, 2, 4, 1) - boxes.slice(-1, 0, 2, 1);
            return scope.MoveToOuter(sides.select(-1, 0) * sides.select(-1, 1));
        }

        /// <summary>Overlap of every box of the first [N, 4] with every box of the second [M, 4], as [N, M].</summary>
        public static Tensor box_iou(Tensor boxes1, Tensor boxes2)
        {
            using var scope = NewDisposeScope();
            var (shared, union) = Overlap(boxes1, boxes2);
            return scope.MoveToOuter(shared / union);
        }

        /// <summary>Overlap less the share of the enclosing box that neither fills, as [N, M] in [-1, 1].</summary>
        public static Tensor generalized_box_iou(Tensor boxes1, Tensor boxes2)
        {
            using var scope = NewDisposeScope();
            var (shared, union) = Overlap(boxes1, boxes2);
            var hull = Corner(boxes2, 2).maximum(Corner(boxes1, 2).unsqueeze(1)) - Corner(boxes2, 0).minimum(Corner(boxes1, 0).unsqueeze(1));
            var sides = hull.clamp_min(0);
            var area = sides.select(-1, 0) * sides.select(-1, 1);
            return scope.MoveToOuter((shared / union) - ((area - union) / area));
        }

        internal static Tensor Nms(Tensor boxes, Tensor scores, Tensor? classes, double threshold, long limit)
        {
            var kept = new Tensor(TorchErrors.Check(TorchNative.Nms(boxes.Handle, scores.Handle, classes?.Handle ?? 0, threshold, limit)));
            GC.KeepAlive(boxes);
            GC.KeepAlive(scores);
            GC.KeepAlive(classes);
            return kept;
        }

        private static (Tensor Shared, Tensor Union) Overlap(Tensor boxes1, Tensor boxes2)
        {
            var low = Corner(boxes1, 0).unsqueeze(1).maximum(Corner(boxes2, 0));
            var high = Corner(boxes1, 2).unsqueeze(1).minimum(Corner(boxes2, 2));
            var sides = (high - low).clamp_min(0);
            var shared = sides.select(-1, 0) * sides.select(-1, 1);
            return (shared, box_area(boxes1).unsqueeze(1) + box_area(boxes2) - shared);
        }

        private static Tensor Corner(Tensor boxes, long start) => boxes.slice(-1, start, start + 2, 1);
    }
}
