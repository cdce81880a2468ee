package io.streamflow.spi;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * Where items come from: a description that opens nothing until a job starts. It has one or more
 * partitions; each is read by one reader, in order, and partitions are read concurrently.
 *
 * @param <T> the items
 */
public interface Source<T> extends Serializable {

  /**
   * The names of the partitions, stable between runs and at least one. Called once when the job
   * starts.
   *
   * @throws Exception when the source cannot be reached; the job then does not start
   */
  List<String> partitions() throws Exception;

  /**
   * Opens a partition.
   *
   * @param partition one of {@link #partitions}
   * @param from where to go on, as once returned by {@link SourceReader#offset}; empty to begin at
   *     the source's own starting point
   */
  SourceReader<T> open(String partition, Optional<Offset> from) throws Exception;

  /** Whether every item comes with an event timestamp of the source's own. */
  default boolean timestamped() {
    return false;
  }

  /**
   * The type of the items, by which a durable step that keeps items finds their codec. Empty when
   * it cannot be told; the user then gives a codec.
   */
  default Optional<Type> itemType() {
    return Optional.empty();
  }

  /**
   * Whether a partition can be opened at any offset it ever had, in another process too. What a
   * source that cannot has handed out since the last checkpoint is lost when a job crashes.
   */
  default boolean replayable() {
    return true;
  }

  /** What a reader of the plan should see, such as the path or the topic. */
  default String description() {
    return getClass().getSimpleName();
  }
}
