/** Charts of measurements, as SVG. */
@NullMarked
package io.streamflow.bench.plot;

import org.jspecify.annotations.NullMarked;
