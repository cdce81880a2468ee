/** Event time and the clock. */
@NullMarked
package io.streamflow.time;

import org.jspecify.annotations.NullMarked;
