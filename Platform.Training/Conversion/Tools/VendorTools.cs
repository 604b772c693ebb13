using System.Globalization;
using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Training.Conversion.Tools;

/// <summary>The vendors' own converters, where they are installed: configured by path, or found on PATH.</summary>
public sealed class VendorTools(ConversionOptions options)
{
    /// <summary>The program that makes files of the format.</summary>
    public static string NameOf(ArtifactFormat format) => format switch
    {
        ArtifactFormat.OpenVino => "ovc",
        ArtifactFormat.TfLite => "onnx2tf",
        ArtifactFormat.Trt => "trtexec",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No vendor's format."),
    };

    /// <summary>Hardware that the format is made for first of all.</summary>
    public static ArtifactDevice DeviceOf(ArtifactFormat format) => format == ArtifactFormat.Trt ? ArtifactDevice.TensorRt : ArtifactDevice.Cpu;

    /// <summary>Says what to install.</summary>
    public static DomainRuleException Missing(ArtifactFormat format)
    {
        var (name, text) = (NameOf(format), EnumText<ArtifactFormat>.ToText(format));
        return new DomainRuleException(
            "conversion.tool_missing",
            $"'{name}', which makes {text} files, is not on this server. Install it and put it on PATH, or name its path as Conversion:Tools:{text} in appsettings.json. A file that it made elsewhere can be uploaded.",
            name, text);
    }

    /// <summary>Path of the format's converter; null where it is not installed.</summary>
    public string? Find(ArtifactFormat format)
    {
        var name = options.Tools.GetValueOrDefault(EnumText<ArtifactFormat>.ToText(format)) is { Length: > 0 } configured ? configured : NameOf(format);
        var candidates = name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? [Path.GetFullPath(name)]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name));
        return candidates.FirstOrDefault(IsProgram);
    }

    /// <summary>Runs the format's converter on an ONNX file in single precision.</summary>
    /// <returns>Path of what it made: one file, or an archive of several.</returns>
    public async Task<string> ConvertAsync(ConversionSpec spec, string onnxPath, (int Width, int Height) input, string folder, CancellationToken cancellation)
    {
        var program = Find(spec.Format) ?? throw Missing(spec.Format);
        var made = Path.Combine(folder, "made");
        Directory.CreateDirectory(made);
        await ToolProcess.RunAsync(program, Arguments(spec, onnxPath, input, made), folder, options.ToolTimeout, cancellation).ConfigureAwait(false);
        return Collect(spec, made, folder);
    }

    private static IReadOnlyList<string> Arguments(ConversionSpec spec, string onnxPath, (int Width, int Height) input, string made)
    {
        var isHalf = spec.Precision == ArtifactPrecision.Fp16;
        string Shape(int batch) => string.Create(CultureInfo.InvariantCulture, $"images:{batch}x3x{input.Height}x{input.Width}");
        return spec.Format switch
        {
            ArtifactFormat.OpenVino => [onnxPath, "--output_model", Path.Combine(made, $"{spec.FileStem}.xml"), $"--compress_to_fp16={(isHalf ? "True" : "False")}"],
            ArtifactFormat.TfLite => ["-i", onnxPath, "-o", made],
            _ =>
            [
                $"--onnx={onnxPath}", $"--saveEngine={Path.Combine(made, $"{spec.FileStem}.engine")}", $"--minShapes={Shape(1)}", $"--optShapes={Shape(1)}", $"--maxShapes={Shape(16)}",
                .. isHalf ? new[] { "--fp16" } : [],
            ],
        };
    }

    private static string Collect(ConversionSpec spec, string made, string folder)
    {
        var isHalf = spec.Precision == ArtifactPrecision.Fp16;
        if (spec.Format == ArtifactFormat.OpenVino)
        {
            var (xml, bin) = (Path.Combine(made, $"{spec.FileStem}.xml"), Path.Combine(made, $"{spec.FileStem}.bin"));
            if (File.Exists(xml) && File.Exists(bin))
            {
                var archive = Path.Combine(folder, $"{spec.FileStem}-openvino.zip");
                ConvertedFile.Pack(archive, [xml, bin]);
                return archive;
            }
        }
        else
        {
            // onnx2tf names its files by their precision and writes all of them.
            var files = spec.Format == ArtifactFormat.Trt ? Directory.GetFiles(made, "*.engine") : Directory.GetFiles(made, isHalf ? "*_float16.tflite" : "*_float32.tflite");
            if (files.Length == 1)
            {
                var target = Path.Combine(folder, spec.FileStem + Path.GetExtension(files[0]));
                File.Move(files[0], target, overwrite: true);
                return target;
            }
        }

        throw new DomainRuleException(
            "conversion.tool_made_nothing", $"'{NameOf(spec.Format)}' ended without an error but left no {EnumText<ArtifactFormat>.ToText(spec.Format)} file. Try it by hand with the ONNX file, and upload what it makes.",
            NameOf(spec.Format), EnumText<ArtifactFormat>.ToText(spec.Format));
    }

    private static bool IsProgram(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
