/** Sources, sinks and formats of StreamFlow that need more than the JDK. */
@SuppressWarnings("requires-automatic") // kafka-clients has no module name of its own
module io.streamflow.connectors {
  requires transitive io.streamflow;
  requires static transitive org.jspecify;
  requires java.net.http;
  requires jdk.httpserver;
  requires kafka.clients;
  requires org.slf4j;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.csv;
  requires tools.jackson.dataformat.smile;

  exports io.streamflow.connectors.file;
  exports io.streamflow.connectors.http;
  exports io.streamflow.connectors.json;
  exports io.streamflow.connectors.kafka;
  exports io.streamflow.connectors.minikv;
}
