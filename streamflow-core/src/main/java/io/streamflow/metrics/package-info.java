/** What a job counts while it runs. */
@NullMarked
package io.streamflow.metrics;

import org.jspecify.annotations.NullMarked;
