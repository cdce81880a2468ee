package io.streamflow.spi;

import io.streamflow.function.IndexFunction;
import java.util.Optional;

/**
 * A source whose items are made from their index by one function, the same for all partitions. A
 * job may call the function itself, in the loop that also calls the steps after the source, so that
 * the JIT sees them together and an item that nothing keeps is never allocated.
 *
 * @param <T> the items
 */
public interface IndexedSource<T> extends Source<T> {

  /** Makes the item of an index. */
  IndexFunction<T> function();

  @Override
  IndexedReader<T> open(String partition, Optional<Offset> from) throws Exception;
}
