package io.streamflow.compile;

import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.spi.NoCodecException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * Finds the codec of the items that come out of a step: the one given with {@code withCodec}, or
 * one for the type told by the step's function. Pure functions.
 */
final class ItemCodecs {
  private ItemCodecs() {}

  /**
   * The codec of what comes out of {@code step}.
   *
   * @throws NoCodecException when there is none; names the step that made the items, and the call
   *     to add
   */
  static Codec<?> of(PlanStep step) {
    PlanStep source = source(step);
    Optional<Codec<?>> given = source.node().step().itemCodec();
    if (given.isPresent()) {
      return given.get();
    }
    if (source.node() instanceof Node.Merge) {
      Optional<Codec<?>> common = common(source.upstreams());
      if (common.isPresent()) {
        return common.get();
      }
    }
    Type type =
        ItemTypes.of(source)
            .orElseThrow(() ->
                new NoCodecException(
                    "it keeps items of "
                        + source
                        + ", whose type cannot be told: add .withCodec(Codecs.of(MyItem.class))"
                        + " after that step"));
    try {
      return Codecs.of(type);
    } catch (NoCodecException e) {
      throw new NoCodecException(
          "it keeps items of "
              + source
              + ": add .withCodec(...) after that step; "
              + e.getMessage());
    }
  }

  /** The step that made the items which come out of {@code step}, or first tells their codec. */
  private static PlanStep source(PlanStep step) {
    PlanStep at = step;
    while (at.node().step().itemCodec().isEmpty()) {
      Optional<PlanStep> next = ItemTypes.givenOn(at);
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
    }
    return at;
  }

  /** The one codec that all of several merged streams were given. */
  private static Optional<Codec<?>> common(List<PlanStep> merged) {
    List<Optional<Codec<?>>> given =
        merged.stream().map(each -> source(each).node().step().itemCodec()).distinct().toList();
    return given.size() == 1 ? given.getFirst() : Optional.empty();
  }
}
