using System.Reflection;
using Platform.Training.Tensors;

namespace Platform.Tests.Training.Torch;

public sealed class OperatorTests : TorchTest
{
    [Fact]
    public void Operators_AllNamed_AreInThisLibtorch()
    {
        var table = typeof(TorchRuntime).Assembly.GetType("Platform.Training.Interop.TorchOps", throwOnError: true)!;
        var missing = new List<string>();
        foreach (var field in table.GetFields(BindingFlags.Static | BindingFlags.NonPublic))
        {
            var op = field.GetValue(null)!;
            try
            {
                op.GetType().GetMethod("Resolve", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(op, null);
            }
            catch (TargetInvocationException exception)
            {
                missing.Add(exception.InnerException!.Message);
            }
        }
        missing.Should().BeEmpty();
    }
}
