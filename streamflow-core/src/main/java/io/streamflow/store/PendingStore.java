package io.streamflow.store;

import io.streamflow.state.BaseView;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The state in a directory that this process owns from now on. Where there was none, it is made and
 * opened on a thread of its own: loading LMDB takes a good part of a job's start, and nobody has to
 * wait for it before there is something to be stored. Any thread.
 */
public final class PendingStore implements AutoCloseable {
  private final CompletableFuture<StateStore> store;
  private final boolean isNew;

  private PendingStore(CompletableFuture<StateStore> store, boolean isNew) {
    this.store = store;
    this.isNew = isNew;
  }

  /**
   * Like {@link StateStore#open}, but may leave the opening of new state to another thread; what is
   * wrong with that, {@link #store} tells.
   */
  public static PendingStore open(Path directory, StoreOptions options) {
    OwnerLock owner = StoreOpening.own(directory);
    if (new StoreDirectory(directory).holdsState()) {
      return new PendingStore(
          CompletableFuture.completedFuture(StoreOpening.open(owner, directory, options)), false);
    }
    CompletableFuture<StateStore> made = new CompletableFuture<>();
    try {
      Thread.ofPlatform()
          .name(options.thread())
          .daemon()
          .start(() -> {
            try {
              made.complete(StoreOpening.open(owner, directory, options));
            } catch (Throwable e) {
              made.completeExceptionally(e);
            }
          });
    } catch (Throwable noThread) {
      owner.close();
      throw noThread;
    }
    return new PendingStore(made, true);
  }

  /** Whether there was no state. */
  public boolean isNew() {
    return isNew;
  }

  /** Whether {@link #store} need not wait. */
  public boolean isOpen() {
    return store.isDone() && !store.isCompletedExceptionally();
  }

  /**
   * The store, once it is open; an interrupt does not end the wait.
   *
   * @throws StateStoreException if it cannot be opened; the directory is given up then
   */
  public StateStore store() {
    try {
      return store.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case StateStoreException unusable ->
            // as who asks may be any thread, and asks again
            throw new StateStoreException(String.valueOf(unusable.getMessage()), unusable);
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    }
  }

  /** Opens a task's view, which does not wait for new state before it is renewed. */
  public BaseView view() {
    return isNew ? new LaterView(() -> store().view()) : store().view();
  }

  /** Waits until the store is open, and closes it. */
  @Override
  public void close() {
    StateStore open;
    try {
      open = store.join();
    } catch (CompletionException e) {
      return; // never open, and whoever asked has been told
    }
    open.close();
  }
}
