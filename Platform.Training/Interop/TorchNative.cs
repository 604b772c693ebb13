using System.Runtime.InteropServices;

namespace Platform.Training.Interop;

/// <summary>The flat interface of libplatform_torch: handles are pointers, failures are null or negative results.</summary>
internal static unsafe partial class TorchNative
{
    internal const string Library = "platform_torch";

    [LibraryImport(Library, EntryPoint = "plt_last_error")]
    internal static partial nint LastError();

    [LibraryImport(Library, EntryPoint = "plt_live_tensors")]
    [SuppressGCTransition]
    internal static partial long LiveTensors();

    [LibraryImport(Library, EntryPoint = "plt_torch_version")]
    internal static partial nint TorchVersion();

    [LibraryImport(Library, EntryPoint = "plt_get_num_threads")]
    internal static partial int GetNumThreads();

    [LibraryImport(Library, EntryPoint = "plt_set_num_threads")]
    internal static partial int SetNumThreads(int count);

    [LibraryImport(Library, EntryPoint = "plt_op_find", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint OpFind(string name, string overload);

    [LibraryImport(Library, EntryPoint = "plt_call")]
    internal static partial int Call(nint op, NativeArg* arguments, int count, NativeArg* results, int capacity);

    [LibraryImport(Library, EntryPoint = "plt_tensor_free")]
    internal static partial void TensorFree(nint tensor);

    [LibraryImport(Library, EntryPoint = "plt_tensors_free")]
    internal static partial void TensorsFree(nint* tensors, int count);

    [LibraryImport(Library, EntryPoint = "plt_tensor_alias")]
    internal static partial nint TensorAlias(nint tensor);

    [LibraryImport(Library, EntryPoint = "plt_tensor_info")]
    internal static partial int TensorInfo(nint tensor, NativeInfo* info);

    [LibraryImport(Library, EntryPoint = "plt_tensor_sizes")]
    internal static partial int TensorSizes(nint tensor, long* buffer, int capacity, int strides);

    [LibraryImport(Library, EntryPoint = "plt_tensor_data")]
    internal static partial nint TensorData(nint tensor);

    [LibraryImport(Library, EntryPoint = "plt_tensor_from_data")]
    internal static partial nint TensorFromData(void* data, long* sizes, int dimensions, int dtype);

    [LibraryImport(Library, EntryPoint = "plt_tensor_from_memory")]
    internal static partial nint TensorFromMemory(
        void* data, long* sizes, int dimensions, int dtype, delegate* unmanaged<nint, void> release, nint state);

    [LibraryImport(Library, EntryPoint = "plt_tensor_item")]
    internal static partial int TensorItem(nint tensor, NativeArg* value);

    [LibraryImport(Library, EntryPoint = "plt_set_requires_grad")]
    internal static partial int SetRequiresGrad(nint tensor, int value);

    [LibraryImport(Library, EntryPoint = "plt_set_data")]
    internal static partial int SetData(nint tensor, nint data);

    [LibraryImport(Library, EntryPoint = "plt_grad")]
    internal static partial nint Grad(nint tensor);

    [LibraryImport(Library, EntryPoint = "plt_set_grad")]
    internal static partial int SetGrad(nint tensor, nint grad);

    [LibraryImport(Library, EntryPoint = "plt_zero_grads")]
    internal static partial int ZeroGrads(nint* tensors, int count, int setToNone);

    [LibraryImport(Library, EntryPoint = "plt_backward")]
    internal static partial int Backward(
        nint* tensors, int count, nint* grads, int retainGraph, int createGraph, nint* inputs, int inputCount);

    [LibraryImport(Library, EntryPoint = "plt_autograd_grad")]
    internal static partial int AutogradGrad(
        nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradOutputs, int retainGraph, int createGraph,
        int allowUnused, nint* results);

    [LibraryImport(Library, EntryPoint = "plt_set_grad_enabled")]
    internal static partial int SetGradEnabled(int enabled);

    [LibraryImport(Library, EntryPoint = "plt_grad_enabled")]
    internal static partial int GradEnabled();

    [LibraryImport(Library, EntryPoint = "plt_inference_enabled")]
    internal static partial int InferenceEnabled();

    [LibraryImport(Library, EntryPoint = "plt_inference_enter")]
    internal static partial nint InferenceEnter(int enabled);

    [LibraryImport(Library, EntryPoint = "plt_inference_leave")]
    internal static partial void InferenceLeave(nint guard);

    [LibraryImport(Library, EntryPoint = "plt_sgd_step")]
    internal static partial int SgdStep(
        nint* parameters, nint* buffers, long* steps, int count, double lr, double momentum, double dampening, double weightDecay,
        int nesterov, int maximize);

    [LibraryImport(Library, EntryPoint = "plt_adam_step")]
    internal static partial int AdamStep(
        nint* parameters, nint* averages, nint* squares, nint* maxima, long* steps, int count, double lr, double beta1, double beta2,
        double eps, double weightDecay, int decoupled, int maximize);

    [LibraryImport(Library, EntryPoint = "plt_ema_update")]
    internal static partial int EmaUpdate(nint* targets, nint* sources, int count, double decay);

    [LibraryImport(Library, EntryPoint = "plt_batch_norm_silu")]
    internal static partial nint BatchNormSilu(
        nint input, nint weight, nint bias, nint runningMean, nint runningVariance, int training, double momentum, double epsilon);

    [LibraryImport(Library, EntryPoint = "plt_mixed_conv")]
    internal static partial nint MixedConv(nint input, nint weight, long stride, long padding, long groups);

    [LibraryImport(Library, EntryPoint = "plt_clip_grad_norm")]
    internal static partial double ClipGradNorm(nint* parameters, int count, double maxNorm, double normType);

    [LibraryImport(Library, EntryPoint = "plt_manual_seed")]
    internal static partial int ManualSeed(long seed);

    [LibraryImport(Library, EntryPoint = "plt_generator_new")]
    internal static partial nint GeneratorNew(long device, int isDefault);

    [LibraryImport(Library, EntryPoint = "plt_generator_free")]
    internal static partial void GeneratorFree(nint generator);

    [LibraryImport(Library, EntryPoint = "plt_generator_seed")]
    internal static partial int GeneratorSeed(nint generator, long seed);

    [LibraryImport(Library, EntryPoint = "plt_generator_initial_seed")]
    internal static partial long GeneratorInitialSeed(nint generator);

    [LibraryImport(Library, EntryPoint = "plt_generator_get_state")]
    internal static partial nint GeneratorGetState(nint generator);

    [LibraryImport(Library, EntryPoint = "plt_generator_set_state")]
    internal static partial int GeneratorSetState(nint generator, nint state);

    [LibraryImport(Library, EntryPoint = "plt_cuda_device_count")]
    internal static partial int CudaDeviceCount();

    [LibraryImport(Library, EntryPoint = "plt_cuda_synchronize")]
    internal static partial int CudaSynchronize(long device);

    [LibraryImport(Library, EntryPoint = "plt_setting")]
    internal static partial int Setting(int which, int value);

    [LibraryImport(Library, EntryPoint = "plt_autocast")]
    internal static partial int Autocast(int deviceType, int enabled, int dtype);

    [LibraryImport(Library, EntryPoint = "plt_nms")]
    internal static partial nint Nms(nint boxes, nint scores, nint classes, double threshold, long limit);

    [LibraryImport(Library, EntryPoint = "plt_script_save", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ScriptSave(string path, string source, string[] names, nint* tensors, int count, string document);

    [LibraryImport(Library, EntryPoint = "plt_script_load", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ScriptLoad(string path);

    [LibraryImport(Library, EntryPoint = "plt_script_forward")]
    internal static partial int ScriptForward(nint module, nint input, nint* results, int capacity);

    [LibraryImport(Library, EntryPoint = "plt_script_free")]
    internal static partial void ScriptFree(nint module);

    // The runtime keeps its own copy of the environment; libraries read the process's.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetEnvironment(string name, string value, int overwrite);
}
