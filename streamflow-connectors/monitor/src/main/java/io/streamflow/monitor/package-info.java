/** What the jobs of this process are doing, as a page in a browser, metrics and probes. */
@NullMarked
package io.streamflow.monitor;

import org.jspecify.annotations.NullMarked;
