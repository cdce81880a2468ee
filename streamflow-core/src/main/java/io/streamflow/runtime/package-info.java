/**
 * Runs an execution plan: tasks, the channels between them, and the job around both. Blocking
 * happens in two places, {@link io.streamflow.runtime.Inputs#take} and {@link
 * io.streamflow.runtime.Channel#send}, beside what sources and user code do.
 */
@NullMarked
package io.streamflow.runtime;

import org.jspecify.annotations.NullMarked;
