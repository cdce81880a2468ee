/** Other engines, for the workloads of {@code io.streamflow.bench.workload}. */
@NullMarked
package io.streamflow.bench.peers;

import org.jspecify.annotations.NullMarked;
