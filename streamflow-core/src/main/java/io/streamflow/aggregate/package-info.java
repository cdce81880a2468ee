/** Folding many values into one. */
@NullMarked
package io.streamflow.aggregate;

import org.jspecify.annotations.NullMarked;
