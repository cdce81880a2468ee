/** How a stream is cut into windows, and what comes out of them. */
@NullMarked
package io.streamflow.window;

import org.jspecify.annotations.NullMarked;
