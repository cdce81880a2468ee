package io.streamflow.spi;

import java.util.Optional;

/**
 * A sink whose target commits nothing in two phases, but takes the same twice without harm, or a
 * mark with the records. In a durable job its output goes into an outbox that is stored with the
 * checkpoint, and is delivered after it, while the job goes on; what was not delivered when the job
 * ended is delivered when it starts again. In a job without checkpoints it is delivered at once,
 * at-least-once.
 *
 * <p>A connector has two things to write: {@link #encode} and a {@link Delivery}.
 *
 * @param <T> the items
 */
public interface OutboxSink<T> extends Sink<T> {

  /**
   * The bytes of one item, not changed any more. Called when the item comes, so that what it throws
   * is an error of the item; by several threads at once, one per subtask.
   */
  byte[] encode(T item) throws Exception;

  /**
   * Connects to the target. Called once by a run of a job, however many subtasks there are, and
   * again after a delivery has failed; the old connection is closed before.
   */
  Delivery connect(DeliveryContext context) throws Exception;

  /**
   * {@link Guarantee#COMMITTING} if, and only if, it connects by {@link MarkedDelivery}; {@link
   * Guarantee#IDEMPOTENT} where the same record twice does no harm, else {@link
   * Guarantee#AT_LEAST_ONCE}.
   */
  @Override
  default Guarantee guarantee() {
    return Guarantee.IDEMPOTENT;
  }

  /** Its bounds. */
  default OutboxOptions options() {
    return OutboxOptions.defaults();
  }

  /**
   * Opens the writer of one subtask, which encodes. To be changed only to look at the target first,
   * so that what cannot work is refused at the start, or to do without the outbox in a job without
   * checkpoints.
   */
  @Override
  default SinkWriter<T> open(SinkContext context) throws Exception {
    return new EncodingWriter<>(this, context.outbox());
  }

  /** The one that a sink is, or is composed of. */
  static Optional<OutboxSink<?>> behind(Sink<?> sink) {
    return switch (sink) {
      case OutboxSink<?> outbox -> Optional.of(outbox);
      case ComposedSink<?, ?> composed -> behind(composed.target());
      default -> Optional.empty();
    };
  }
}
