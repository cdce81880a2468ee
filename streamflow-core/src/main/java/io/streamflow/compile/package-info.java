/** From the plan to fused stages: pure functions of the plan and the options. */
@NullMarked
package io.streamflow.compile;

import org.jspecify.annotations.NullMarked;
