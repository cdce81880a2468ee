/** Benchmarks: the hot paths against hand-written loops that do the same. */
@NullMarked
package io.streamflow.bench;

import org.jspecify.annotations.NullMarked;
