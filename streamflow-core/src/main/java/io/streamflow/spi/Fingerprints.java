package io.streamflow.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Fingerprints of codecs that are made of others, such as {@code map<string,long>}: for whoever
 * writes such a codec. Pure functions, on any thread.
 *
 * <p>They can be taken apart again as long as those within have their brackets in pairs, and
 * commas, bars and question marks only between brackets.
 */
public final class Fingerprints {
  private Fingerprints() {}

  /** The fingerprint of the form {@code name} made of {@code parts}. */
  public static String of(String name, Codec<?>... parts) {
    return of(name, Arrays.asList(parts));
  }

  /** The fingerprint of the form {@code name} made of {@code parts}. */
  public static String of(String name, List<? extends Codec<?>> parts) {
    return parts.stream().map(Codec::fingerprint).collect(Collectors.joining(",", name + "<", ">"));
  }

  /**
   * The fingerprints of the parts of {@code fingerprint}. Empty when it is not one of the form
   * {@code name} with so many parts.
   */
  public static Optional<List<String>> parts(String fingerprint, String name, int count) {
    return Form.parse(fingerprint)
        .filter(form ->
            form instanceof Form.Composed composed
                && composed.name().equals(name)
                && composed.parts().size() == count)
        .map(form -> ((Form.Composed) form).parts().stream().map(Form::text).toList());
  }
}
