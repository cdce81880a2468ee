/** A page, metrics and probes that show the jobs of a process. */
@SuppressWarnings("requires-automatic") // Micrometer's jars have only a name for theirs
module io.streamflow.monitor {
  requires transitive io.streamflow;
  requires static transitive org.jspecify;
  requires java.management; // the JVM's meters
  requires jdk.httpserver;
  requires jdk.management; // those of the processor
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.slf4j;
  requires tools.jackson.databind;

  exports io.streamflow.monitor;
}
