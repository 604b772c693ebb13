using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TrainingBench;

/// <summary>The reference script in a process of its own, asked line by line.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    public PythonPeer(int threads, params string[] options)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "reference.py"));
        start.ArgumentList.Add(threads.ToString(CultureInfo.InvariantCulture));
        foreach (var option in options)
        {
            start.ArgumentList.Add(option);
        }

        // Waiting threads of one side must not take the cores from the other.
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        _process = Process.Start(start)!;
    }

    public (long Parameters, double Loss) Load(string weights, string batch)
    {
        var answer = Ask($"load {weights} {batch}");
        return (answer.GetProperty("parameters").GetInt64(), answer.GetProperty("loss").GetDouble());
    }

    public double StepSeconds(int steps) => Ask(FormattableString.Invariant($"steps {steps}")).GetProperty("seconds").GetDouble() / steps;

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private JsonElement Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The reference script has ended; its message stands above.");
        return JsonDocument.Parse(line).RootElement;
    }
}
