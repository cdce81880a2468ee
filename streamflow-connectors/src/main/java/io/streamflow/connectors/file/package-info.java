/** Reading files as streams and writing streams to files, line by line. */
@NullMarked
package io.streamflow.connectors.file;

import org.jspecify.annotations.NullMarked;
