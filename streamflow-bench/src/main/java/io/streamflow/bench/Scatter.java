package io.streamflow.bench;

/** Numbers that look like chance, and are the same in every run. Pure. */
public final class Scatter {
  private Scatter() {}

  /** Scatters bits (the finalizer of SplitMix64). */
  public static long mix(long bits) {
    long z = (bits + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
