/** The logical graph a pipeline describes: immutable, and free of threads. */
@NullMarked
package io.streamflow.plan;

import org.jspecify.annotations.NullMarked;
