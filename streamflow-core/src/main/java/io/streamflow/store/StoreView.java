package io.streamflow.store;

import io.streamflow.state.BaseView;

/**
 * A task's view of a store. When the file has to grow, which it never does within its first map, a
 * view goes on at the newest checkpoint without having been renewed. Throws {@link
 * IllegalStateException} once it, or its store, is closed.
 */
final class StoreView extends Reading implements BaseView {
  StoreView(Readers readers) {
    super(readers, false);
  }

  @Override
  public void renew() {
    reader.renew();
  }
}
