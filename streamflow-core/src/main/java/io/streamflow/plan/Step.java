package io.streamflow.plan;

import io.streamflow.job.OnError;
import io.streamflow.spi.Codec;
import io.streamflow.time.TimeToLive;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the user said of a step besides what it does.
 *
 * @param kind the call that made it, such as {@code map}
 * @param name the name the user gave, by which state is found again
 * @param parallelism how many subtasks it is to have
 * @param onError its error policy, where it is not the job's
 * @param itemCodec the codec of the items that come out of it, where their type does not tell
 * @param timeToLive how long it keeps the state of a key that does not change
 */
public record Step(
    String kind,
    Optional<String> name,
    OptionalInt parallelism,
    Optional<OnError> onError,
    Optional<Codec<?>> itemCodec,
    Optional<TimeToLive> timeToLive) {

  /** A step of which nothing was said. */
  public static Step of(String kind) {
    return new Step(
        kind,
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** With a name. */
  public Step named(String newName) {
    return new Step(kind, Optional.of(newName), parallelism, onError, itemCodec, timeToLive);
  }

  /** With a parallelism. */
  public Step parallelism(int subtasks) {
    return new Step(kind, name, OptionalInt.of(subtasks), onError, itemCodec, timeToLive);
  }

  /** With an error policy. */
  public Step onError(OnError policy) {
    return new Step(kind, name, parallelism, Optional.of(policy), itemCodec, timeToLive);
  }

  /** With a codec of its items. */
  public Step itemCodec(Codec<?> codec) {
    return new Step(kind, name, parallelism, onError, Optional.of(codec), timeToLive);
  }

  /** With a time to live of its state. */
  public Step timeToLive(TimeToLive value) {
    return new Step(kind, name, parallelism, onError, itemCodec, Optional.of(value));
  }
}
