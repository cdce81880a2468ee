/**
 * For testing pipelines: scripted input, collected output, time moved by hand, and a driver that
 * runs the real tasks on one thread in an order chosen by a seed. For testing connectors: {@link
 * io.streamflow.testing.SourceConformance} and {@link io.streamflow.testing.SinkConformance}. Needs
 * no test framework.
 */
@NullMarked
package io.streamflow.testing;

import org.jspecify.annotations.NullMarked;
