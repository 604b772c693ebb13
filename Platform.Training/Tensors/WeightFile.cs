using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Platform.Core.Models.Model;
using Platform.Training.Tensors.PyTorch;
using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>Named tensors of a file from anywhere: safetensors, or what torch.save writes. The file is read as data; nothing in it is run.</summary>
/// <param name="Container">Keys on the way to the weights inside a PyTorch file, such as <c>state_dict</c>; else empty.</param>
public sealed record WeightFile(WeightFormat Format, string Container, IReadOnlyDictionary<string, Tensor> Tensors) : IDisposable
{
    private const byte PickleStart = 0x80;

    public static WeightFile Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file);
    }

    /// <param name="file">Seekable, at its start.</param>
    /// <exception cref="InvalidDataException">Not such a file, damaged, or made to harm; the message says what to do.</exception>
    public static WeightFile Read(Stream file)
    {
        try
        {
            return ReadKnown(file);
        }
        catch (Exception broken) when (broken is EndOfStreamException or OverflowException or ExternalException or OutOfMemoryException)
        {
            throw new InvalidDataException("The file of weights is damaged or was cut off. Get it again.", broken);
        }
    }

    private static WeightFile ReadKnown(Stream file)
    {
        Span<byte> start = stackalloc byte[9];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (start.StartsWith("PK"u8))
        {
            var tensors = TorchFile.Read(file, out var container);
            return new WeightFile(WeightFormat.PyTorch, container, tensors);
        }

        // Looked at before pickles: a header's length may begin with the very byte that pickles begin with.
        if (length == start.Length && start[8] == '{' && BinaryPrimitives.ReadInt64LittleEndian(start) <= file.Length)
        {
            return new WeightFile(WeightFormat.SafeTensors, "", SafeTensors.Read(file));
        }

        throw length > 0 && start[0] == PickleStart
            ? new InvalidDataException("The file is a bare pickle, as PyTorch before 1.6 wrote it. Load it with a newer PyTorch and save its state_dict() again, then import that.")
            : new InvalidDataException("The file is neither safetensors nor a PyTorch file (.pt, .pth). Choose one of these.");
    }

    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
