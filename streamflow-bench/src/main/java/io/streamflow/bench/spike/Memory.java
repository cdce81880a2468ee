package io.streamflow.bench.spike;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import io.streamflow.bench.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What this process has in memory. */
final class Memory {
  private static final double MEBIBYTE = 1 << 20;

  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
  private final Set<String> heap =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toSet());

  /** The heap in use after the last collection, in MiB; 0 before the first. */
  double afterCollection() {
    return collectors.stream()
        .map(GarbageCollectorMXBean::getLastGcInfo)
        .filter(Objects::nonNull)
        .max(Comparator.comparingLong(GcInfo::getEndTime))
        .map(last ->
            last.getMemoryUsageAfterGc().entrySet().stream()
                    .filter(pool -> heap.contains(pool.getKey()))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .sum()
                / MEBIBYTE)
        .orElse(0.0);
  }

  /** What the system counts, in MiB; 0 where it does not tell in the way of Linux. */
  static double resident() throws IOException {
    return Math.max(0, Machine.residentBytes()) / MEBIBYTE;
  }
}
