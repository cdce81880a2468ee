/**
 * Stream processing as a library: describe a {@link io.streamflow.Stream}, end it in a sink, and
 * run the {@link io.streamflow.Pipeline}. Nothing runs until then.
 */
@NullMarked
package io.streamflow;

import org.jspecify.annotations.NullMarked;
