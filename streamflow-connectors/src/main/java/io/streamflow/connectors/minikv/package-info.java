/** Sinks that set and delete keys of a MiniKV store. */
@NullMarked
package io.streamflow.connectors.minikv;

import org.jspecify.annotations.NullMarked;
