package io.streamflow.store;

import io.streamflow.state.BaseView;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A view of a store that is known to hold nothing before the first commit, nor to be open yet. */
final class LaterView implements BaseView {
  private final Supplier<BaseView> opens;
  private @Nullable BaseView open;

  LaterView(Supplier<BaseView> opens) {
    this.opens = opens;
  }

  @Override
  public void renew() {
    if (open == null) {
      open = opens.get(); // at the newest checkpoint
    } else {
      open.renew();
    }
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return open == null ? null : open.get(key);
  }

  @Override
  public List<Entry> page(byte[] from, byte[] to, int limit) {
    return open == null ? List.of() : open.page(from, to, limit);
  }

  @Override
  public byte @Nullable [] first(byte[] from, byte[] to) {
    return open == null ? null : open.first(from, to);
  }

  @Override
  public byte @Nullable [] last(byte[] from, byte[] to) {
    return open == null ? null : open.last(from, to);
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
    }
  }
}
