/** Events that come in as HTTP requests, safe before they are answered; items to HTTP services. */
@NullMarked
package io.streamflow.connectors.http;

import org.jspecify.annotations.NullMarked;
