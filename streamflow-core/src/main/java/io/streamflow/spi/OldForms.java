package io.streamflow.spi;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is known of forms by their fingerprints alone, whether or not their classes still exist. */
final class OldForms {
  /** The codecs of forms that have a name and no parts. An enum's constant is its name. */
  private static final Map<String, Codec<?>> BY_NAME = byName();

  private OldForms() {}

  private static Map<String, Codec<?>> byName() {
    Map<String, Codec<?>> codecs =
        BuiltInCodecs.BY_CLASS.values().stream()
            .distinct()
            .collect(Collectors.toMap(Codec::fingerprint, Function.identity()));
    codecs.put("enum", StringCodec.INSTANCE);
    return codecs;
  }

  /** Whether it can be told where a value of that form ends. */
  static boolean canSkip(Form form) {
    return switch (form) {
      case Form.Plain plain -> BY_NAME.containsKey(plain.name());
      case Form.Composed composed ->
          switch (composed.name()) {
                case "list", "set", "optional" -> composed.parts().size() == 1;
                case "map" -> composed.parts().size() == 2;
                default -> false;
              }
              && composed.parts().stream().allMatch(OldForms::canSkip);
      case Form.Composite record ->
          record.components().stream().map(Form.Component::form).allMatch(OldForms::canSkip);
      case Form.Choice choice ->
          choice.cases().stream().map(Form.Case::form).allMatch(OldForms::canSkip);
    };
  }

  /** Whether nothing but zeros is an empty value of that form. */
  static boolean hasEmpty(Form form) {
    return form instanceof Form.Composed composed
        && switch (composed.name()) {
          case "list", "set", "map", "optional" -> true;
          default -> false;
        };
  }

  static Codec<?> codec(Form.Plain plain) {
    Codec<?> codec = BY_NAME.get(plain.name());
    if (codec == null) {
      throw new IllegalArgumentException("nothing is known of the form " + plain.name());
    }
    return codec;
  }

  /** For what is only ever asked to read. */
  static UnsupportedOperationException onlyRead(Codec<?> codec) {
    return new UnsupportedOperationException(
        "only reads values of the older form "
            + codec.fingerprint()
            + "; values are written by today's codec");
  }
}
