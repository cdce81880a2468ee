/** JSON for any connector: turns documents into objects and back. */
@NullMarked
package io.streamflow.connectors.json;

import org.jspecify.annotations.NullMarked;
