/** A Kafka broker of one node, for tests, demonstrations and benchmarks. */
@NullMarked
package io.streamflow.broker;

import org.jspecify.annotations.NullMarked;
