namespace Microsoft.ML.OnnxRuntime;

/// <summary>A loaded model. Runs may overlap on several threads; dispose waits for none, but a running call keeps the model alive.</summary>
public sealed unsafe class InferenceSession : IDisposable
{
    private readonly OrtHandle _handle;

    /// <summary>Loads a model file with default settings.</summary>
    public InferenceSession(string modelPath)
        : this(modelPath, null)
    {
    }

    /// <summary>Loads a model file.</summary>
    public InferenceSession(string modelPath, SessionOptions? options)
        : this(options, settings =>
        {
            nint session;
            fixed (byte* path = OrtApi.PathBytes(modelPath))
            {
                var create = (delegate* unmanaged[Cdecl]<nint, byte*, nint, nint*, nint>)OrtApi.At(OrtApi.Function.CreateSession);
                OrtApi.Check(create(OrtEnv.Instance().Handle, path, settings, &session));
            }

            return session;
        })
    {
    }

    /// <summary>Loads a model from memory with default settings.</summary>
    public InferenceSession(byte[] model)
        : this(model, null)
    {
    }

    /// <summary>Loads a model from memory; the bytes are not needed afterwards.</summary>
    public InferenceSession(byte[] model, SessionOptions? options)
        : this(options, settings =>
        {
            nint session;
            fixed (byte* bytes = model)
            {
                var create = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, nint*, nint>)OrtApi.At(OrtApi.Function.CreateSessionFromArray);
                OrtApi.Check(create(OrtEnv.Instance().Handle, bytes, (nuint)model.Length, settings, &session));
            }

            return session;
        })
    {
    }

    private InferenceSession(SessionOptions? options, Func<nint, nint> create)
    {
        using var defaults = options is null ? new SessionOptions() : null;
        _handle = new OrtHandle((options ?? defaults!).Handle.Use(create), OrtApi.Function.ReleaseSession);
        try
        {
            var session = _handle.DangerousGetHandle();
            (InputNames, InputMetadata) = Describe(
                session, OrtApi.Function.SessionGetInputCount, OrtApi.Function.SessionGetInputName, OrtApi.Function.SessionGetInputTypeInfo);
            (OutputNames, OutputMetadata) = Describe(
                session, OrtApi.Function.SessionGetOutputCount, OrtApi.Function.SessionGetOutputName, OrtApi.Function.SessionGetOutputTypeInfo);
            ModelMetadata = new ModelMetadata(session);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> InputNames { get; }

    public IReadOnlyList<string> OutputNames { get; }

    public IReadOnlyDictionary<string, NodeMetadata> InputMetadata { get; }

    public IReadOnlyDictionary<string, NodeMetadata> OutputMetadata { get; }

    public ModelMetadata ModelMetadata { get; }

    /// <summary>Runs the model on named tensors and copies every output into .NET memory.</summary>
    public IDisposableReadOnlyCollection<DisposableNamedOnnxValue> Run(IReadOnlyCollection<NamedOnnxValue> inputs)
    {
        using var options = new RunOptions();
        using var values = new DisposableCollection<OrtValue>([.. inputs.Select(input => input.CreateOrtValue())]);
        using var outputs = Run(options, [.. inputs.Select(input => input.Name)], values, OutputNames);
        return new DisposableCollection<DisposableNamedOnnxValue>([.. OutputNames.Zip(outputs, DisposableNamedOnnxValue.Copy)]);
    }

    /// <summary>Runs the model without copies; the caller disposes the returned values.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions runOptions, IReadOnlyCollection<string> inputNames, IReadOnlyCollection<OrtValue> inputValues, IReadOnlyCollection<string> outputNames)
    {
        ArgumentNullException.ThrowIfNull(runOptions);
        if (inputNames.Count != inputValues.Count)
        {
            throw new ArgumentException($"{inputNames.Count} input names for {inputValues.Count} values.", nameof(inputValues));
        }

        using var inputTexts = new Utf8Names(inputNames);
        using var outputTexts = new Utf8Names(outputNames);
        var inputs = inputValues.Select(value => value.Handle.DangerousGetHandle()).ToArray();
        var outputs = new nint[outputNames.Count];
        runOptions.Handle.Use(options => _handle.Use(session =>
        {
            fixed (nint* inputText = inputTexts.Pointers, outputText = outputTexts.Pointers, input = inputs, output = outputs)
            {
                var run = (delegate* unmanaged[Cdecl]<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)OrtApi.At(OrtApi.Function.Run);
                OrtApi.Check(run(session, options, inputText, input, (nuint)inputs.Length, outputText, (nuint)outputs.Length, output));
            }
        }));
        GC.KeepAlive(inputValues);
        return new DisposableCollection<OrtValue>(Array.ConvertAll(outputs, value => new OrtValue(value)));
    }

    public void Dispose() => _handle.Dispose();

    private static (IReadOnlyList<string> Names, IReadOnlyDictionary<string, NodeMetadata> Metadata) Describe(
        nint session, OrtApi.Function countFunction, OrtApi.Function nameFunction, OrtApi.Function typeFunction)
    {
        var count = (int)OrtApi.Get(countFunction, session);
        var names = new string[count];
        var metadata = new Dictionary<string, NodeMetadata>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            nint text, type;
            var getName = (delegate* unmanaged[Cdecl]<nint, nuint, nint, nint*, nint>)OrtApi.At(nameFunction);
            OrtApi.Check(getName(session, (nuint)i, OrtApi.DefaultAllocator(), &text));
            names[i] = OrtApi.TakeString(text)!;
            OrtApi.Check(((delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint>)OrtApi.At(typeFunction))(session, (nuint)i, &type));
            try
            {
                // The tensor description belongs to the type; it is null for sequences and maps.
                var tensor = OrtApi.Get(OrtApi.Function.CastTypeInfoToTensorInfo, type);
                metadata[names[i]] = new NodeMetadata(tensor == 0 ? null : new OrtTensorTypeAndShapeInfo(tensor));
            }
            finally
            {
                OrtApi.Release(OrtApi.Function.ReleaseTypeInfo, type);
            }
        }

        return (names, metadata);
    }
}
