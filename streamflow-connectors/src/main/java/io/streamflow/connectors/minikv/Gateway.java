package io.streamflow.connectors.minikv;

import java.io.Serializable;
import java.net.URI;
import java.util.Locale;

/**
 * Where a store is.
 *
 * @param address without a slash at its end
 */
record Gateway(String address) implements Serializable {

  static Gateway of(String address) {
    URI uri = URI.create(address.strip());
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean usable =
        (scheme.equals("http") || scheme.equals("https"))
            && uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (!usable) {
      throw new IllegalArgumentException(
          "the gateway must be like http://host:8000, without user, query and fragment, but is "
              + (uri.getRawUserInfo() == null ? address : "one with a user"));
    }
    String text = scheme + uri.toString().substring(scheme.length());
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    return new Gateway(text);
  }

  /** The address of what is done to a key. */
  URI at(String action, String encodedKey) {
    return URI.create(address + "/" + action + "/" + encodedKey);
  }
}
