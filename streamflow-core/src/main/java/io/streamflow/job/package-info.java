/** A running job: its options, its handle, its errors. */
@NullMarked
package io.streamflow.job;

import org.jspecify.annotations.NullMarked;
