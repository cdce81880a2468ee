/** A real broker for tests. */
package io.streamflow.connectors.kafka.broker;
