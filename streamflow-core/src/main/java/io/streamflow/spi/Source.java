package io.streamflow.spi;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.time.Duration;
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
   * The source as a run of a job reads it, asked for once per step and run, before anything else. A
   * source that has threads or log lines of its own returns a copy that names job and step in them;
   * by default it is the source itself. Opens nothing.
   */
  default Source<T> in(SourceContext context) {
    return this;
  }

  /**
   * The names of the partitions, stable between runs and at least one. Called when the job starts,
   * and again every {@link #discoveryInterval}, then on another thread than the readers'.
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

  /**
   * Opens a partition that did not exist when the job first started: found while it runs, or not
   * known to the checkpoint that it goes on from. By default begins at the source's own starting
   * point, as {@link #open} does. A source whose starting point may lie after what such a partition
   * already holds begins at the first item here, or items would be lost.
   *
   * @param partition one of {@link #partitions}
   */
  default SourceReader<T> openNew(String partition) throws Exception {
    return open(partition, Optional.empty());
  }

  /**
   * How often a running job is to look for new partitions; empty, as by default, for never. A
   * listing that fails while the job runs is logged and tried again the next time.
   */
  default Optional<Duration> discoveryInterval() {
    return Optional.empty();
  }

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
