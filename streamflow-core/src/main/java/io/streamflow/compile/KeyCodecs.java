package io.streamflow.compile;

import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.types.LambdaTypes;
import java.lang.reflect.Type;
import java.util.Optional;

/** Finds the codec of a step's key: the one given, or one for the type inferred from the lambda. */
public final class KeyCodecs {
  private KeyCodecs() {}

  /** The codec of the key that {@code keyBy} tells; its stable hash deals keys to subtasks. */
  public static Optional<Codec<?>> of(PlanStep keyBy) {
    Node.KeyBy node = (Node.KeyBy) keyBy.node();
    return node.keyCodec().or(() -> LambdaTypes.resultOf(node.key()).flatMap(Codecs::find));
  }

  static Optional<String> problem(PlanStep keyBy) {
    Optional<Codec<?>> codec = of(keyBy);
    if (codec.isPresent()) {
      return codec.get().canonical()
          ? Optional.empty()
          : Optional.of(
              keyBy
                  + ": the key's codec "
                  + codec.get().fingerprint()
                  + " does not give equal bytes for equal keys, so keys cannot be dealt to subtasks"
                  + " or stored by it: use a key made of primitives, strings, enums, records or lists of such");
    }
    Optional<Type> type = LambdaTypes.resultOf(((Node.KeyBy) keyBy.node()).key());
    return Optional.of(
        type.map(known ->
                keyBy
                    + ": keys of "
                    + known.getTypeName()
                    + " have no codec, and keys are dealt to several subtasks, and stored, by their"
                    + " bytes:"
                    + " make the key a primitive, string, enum or record, or give a codec:"
                    + " keyBy(..., codec)")
            .orElseGet(() ->
                keyBy
                    + ": the key's type cannot be told from the function; name it:"
                    + " keyBy(..., Codecs.of(MyKey.class))"));
  }
}
