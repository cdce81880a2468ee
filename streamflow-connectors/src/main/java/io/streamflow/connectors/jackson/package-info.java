/** How this module uses Jackson; not for users. */
@NullMarked
package io.streamflow.connectors.jackson;

import org.jspecify.annotations.NullMarked;
