namespace Platform.Training.Data;

/// <summary>
/// Random stream of one sample, a function of (seed, epoch, position) alone, so that results do not depend on which
/// thread draws or when. SplitMix64: https://prng.di.unimi.it/splitmix64.c
/// </summary>
public struct SampleRandom
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private ulong _state;

    public SampleRandom(long seed, int epoch, int position)
    {
        _state = Mix(Mix(Mix((ulong)seed + Gamma) ^ (uint)epoch) + Gamma * (uint)position);
    }

    public ulong NextBits()
    {
        _state += Gamma;
        return Mix(_state);
    }

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public double NextBetween(double low, double high) => low + ((high - low) * NextUnit());

    /// <summary>Uniform in 0 .. <paramref name="count"/> - 1.</summary>
    public int NextIndex(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    public bool NextChance(double probability) => NextUnit() < probability;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
