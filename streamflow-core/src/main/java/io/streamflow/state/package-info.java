/** Keyed state, as operators see it, and the backends that keep it. */
@NullMarked
package io.streamflow.state;

import org.jspecify.annotations.NullMarked;
