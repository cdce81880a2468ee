/** How sinks call services over HTTP: time-outs, attempts, order. Not exported. */
@NullMarked
package io.streamflow.connectors.client;

import org.jspecify.annotations.NullMarked;
