/**
 * What stops a sink in the middle. A package of its own, since Kafka wants a public class and the
 * module exports the one above.
 */
package io.streamflow.connectors.kafka.gate;
