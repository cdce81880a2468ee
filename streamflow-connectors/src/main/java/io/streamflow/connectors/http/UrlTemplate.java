package io.streamflow.connectors.http;

import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address with names in braces for what differs from item to item.
 *
 * @param text such as {@code https://host/orders/{id}}
 */
record UrlTemplate(String text) implements Serializable {
  private static final Pattern NAME = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]*)}");

  /** Refuses what is not the address of an HTTP server, or has its host or a secret in question. */
  UrlTemplate {
    URI uri = URI.create(NAME.matcher(text).replaceAll("x"));
    if (!("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
        || uri.getHost() == null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the url must be like https://host/path/{name}, without a fragment");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the url must not have a user in it: give the Authorization header");
    }
    Matcher first = NAME.matcher(text);
    int path = text.indexOf('/', text.indexOf("//") + 2);
    if (first.find() && (path < 0 || first.start() < path)) {
      throw new IllegalArgumentException(
          "names must be in the path or query of the url, but it is " + text);
    }
  }

  /** The names, each once, as they come. */
  List<String> names() {
    return NAME.matcher(text).results().map(name -> name.group(1)).distinct().toList();
  }

  /** Whether a name stands in the path, where nothing would mean another place. */
  boolean isInPath(String name) {
    int query = text.indexOf('?');
    String path = query < 0 ? text : text.substring(0, query);
    return path.contains("{" + name + "}");
  }

  /**
   * The address with these values, which are percent-encoded.
   *
   * @throws IllegalArgumentException when one is missing
   */
  URI filled(Map<String, String> values) {
    List<String> missing = new ArrayList<>(names());
    missing.removeAll(values.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is known to put in place of " + missing + " in " + shown());
    }
    return URI.create(
        NAME.matcher(text)
            .replaceAll(
                name -> Matcher.quoteReplacement(String.valueOf(values.get(name.group(1))))));
  }

  /** Without its query, where secrets may be. */
  String shown() {
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }
}
