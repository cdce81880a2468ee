/** Tells from what is seen of a job why a step gives no results. */
@NullMarked
package io.streamflow.diagnosis;

import org.jspecify.annotations.NullMarked;
