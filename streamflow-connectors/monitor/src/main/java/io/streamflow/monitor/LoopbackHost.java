package io.streamflow.monitor;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a request is for this machine by a name that is its own. A page of another site can
 * let its own name point to the loopback address, and then read what is there: the browser still
 * sends that name.
 */
final class LoopbackHost {
  private static final Pattern PORT = Pattern.compile(":\\d*$");
  private static final Pattern HERE =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[(0*:)*:?0*1\\]");

  private LoopbackHost() {}

  /** Whether the Host header is one, with whatever port: tunnels have another. */
  static boolean isOne(@Nullable String host) {
    return host != null
        && HERE.matcher(PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("")).matches();
  }
}
