package io.streamflow.connectors.minikv;

import io.streamflow.aggregate.KeyedValue;
import io.streamflow.window.WindowResult;
import java.util.UUID;

/** The parts of items that have a key and a value by themselves. */
final class KeyAndValue {
  private KeyAndValue() {}

  static String key(Object item) {
    return switch (item) {
      case WindowResult<?, ?>(var key, _, _, _) -> text(key);
      case KeyedValue<?, ?>(var key, _) -> text(key);
      default -> throw unknown(item);
    };
  }

  static Object value(Object item) {
    return switch (item) {
      case WindowResult<?, ?>(_, _, var value, _) -> value;
      case KeyedValue<?, ?>(_, var value) -> value;
      default -> throw unknown(item);
    };
  }

  private static String text(Object key) {
    return switch (key) {
      case String text -> text;
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      case Character character -> character.toString();
      case Enum<?> constant -> constant.name();
      case UUID id -> id.toString();
      default ->
          throw new IllegalArgumentException(
              "a key of "
                  + key.getClass().getName()
                  + " has no text of its own: use MiniKv.sink(gateway, key, value)");
    };
  }

  private static IllegalArgumentException unknown(Object item) {
    return new IllegalArgumentException(
        "an item of "
            + item.getClass().getName()
            + " is neither a window's result nor a KeyedValue: use MiniKv.sink(gateway, key,"
            + " value)");
  }
}
