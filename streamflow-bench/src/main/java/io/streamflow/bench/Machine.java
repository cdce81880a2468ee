package io.streamflow.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** What the operating system tells of processor time and memory; on Linux. */
public final class Machine {
  private static final Path STAT = Path.of("/proc/stat");
  private static final long NANOS_PER_TICK = 10_000_000; // of /proc, whatever the kernel's own is

  private Machine() {}

  /** A text for the head of a report. */
  public static String describe() {
    return String.format(
        Locale.ROOT,
        "%s %s, %d processors, %s %s",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name"),
        Runtime.version());
  }

  /**
   * The processor time of all processes since the machine's start, also what a hypervisor took
   * away; -1 where that is not known.
   */
  public static long busyNanos() throws IOException {
    if (!Files.isReadable(STAT)) {
      return -1;
    }
    String[] fields = Files.readAllLines(STAT).getFirst().trim().split(" +", -1);
    long ticks = 0;
    for (int i = 1; i <= 8 && i < fields.length; i++) {
      if (i != 4 && i != 5) { // idle, waiting for a disk
        ticks += Long.parseLong(fields[i]);
      }
    }
    return ticks * NANOS_PER_TICK;
  }

  /** The processor time of a process. */
  public static long cpuNanos(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  /** How much memory this process has; -1 where that is not known. */
  public static long residentBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    return -1;
  }
}
