/**
 * Sources and sinks inside the JVM: generators, collections, a queue to offer into, the console.
 */
@NullMarked
package io.streamflow.local;

import org.jspecify.annotations.NullMarked;
