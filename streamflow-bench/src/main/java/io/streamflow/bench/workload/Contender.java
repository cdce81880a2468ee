package io.streamflow.bench.workload;

import java.util.List;

/** An engine, with its settings, that runs workloads. Found as a service, made once per process. */
public interface Contender {

  /** Short; for the command line and for tables. */
  String name();

  /** What runs, with which settings. */
  String describe();

  /** Whether it can do that; the durable ones only with state on a disk or in a snapshot. */
  boolean runs(Workload workload);

  /** Whether it is somebody else's engine, to be compared with. */
  default boolean peer() {
    return true;
  }

  /** Called in a new process before its first repetition. */
  default void prepare(Workload workload) throws Exception {}

  /**
   * Does one repetition, from its own start to its end: begins a {@link Run}, whose sources are the
   * events of {@link Order#feed} and whose sinks are {@link Tally}s.
   */
  Measured run(Order order) throws Exception;

  /** What its JVM needs beside the heap that all get. */
  default List<String> jvmOptions() {
    return List.of();
  }
}
