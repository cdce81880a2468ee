/**
 * Seven workloads that any engine can run, and the rounds in which engines are measured beside each
 * other.
 */
@NullMarked
package io.streamflow.bench.workload;

import org.jspecify.annotations.NullMarked;
