/** All a connector may see: sources, sinks and codecs. */
@NullMarked
package io.streamflow.spi;

import org.jspecify.annotations.NullMarked;
