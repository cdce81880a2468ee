/** What a job does when there is suddenly ten times as much to read as before. */
@NullMarked
package io.streamflow.bench.spike;

import org.jspecify.annotations.NullMarked;
