package io.streamflow.operator;

import io.streamflow.function.IndexFunction;
import java.util.Objects;

/** A source's function could not make the item of an index: the cause is what it threw. */
public final class ItemFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ItemFailure(Throwable cause) {
    super(null, cause, false, false);
  }

  /** The item of an index. */
  static Object item(IndexFunction<?> function, long index) {
    try {
      return Objects.requireNonNull(function.at(index), "the source emitted null");
    } catch (Throwable e) {
      throw new ItemFailure(e);
    }
  }
}
