package io.streamflow.store;

import static io.streamflow.store.Stores.HIGHEST;
import static io.streamflow.store.Stores.LOWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.state.BaseView;
import io.streamflow.state.BaseView.Entry;
import io.streamflow.state.EpochWrites;
import io.streamflow.state.Pairs;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers on threads of their own never see half a commit or half a fold. Each commit moves amounts
 * from some accounts to others, deletes empty ones, and puts its number beside them.
 */
class StoreFoldTest {
  private static final int ACCOUNTS = 3000;
  private static final long TOTAL = ACCOUNTS * 100L;
  private static final int COMMITS = 600;
  private static final byte[] NUMBER = {0x7f};

  @TempDir Path directory;

  @Test
  void readersSeeWholeCommitsWhileTheLogIsFolded() throws Exception {
    StoreOptions options = StoreOptions.defaults().durable(false).minLogBytes(20_000).foldPairs(50);
    AtomicBoolean over = new AtomicBoolean();
    try (StateStore store = StateStore.open(directory.resolve("s"), options);
        ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      long[] accounts = new long[ACCOUNTS];
      Arrays.fill(accounts, 100);
      store.commit(manifest(0), List.of(all(accounts)));
      Callable<Long> snapshots =
          () -> {
            long checked = 0;
            while (!over.get()) {
              try (StoreSnapshot snapshot = store.snapshot()) {
                long number = check(snapshot);
                assertThat(snapshot.manifest()).contains(manifest(number));
                checked++;
              }
            }
            return checked;
          };
      Callable<Long> renewed =
          () -> {
            long checked = 0;
            try (BaseView view = store.view()) {
              long number = 0;
              while (!over.get()) {
                view.renew();
                long next = check(view);
                assertThat(next).isGreaterThanOrEqualTo(number);
                number = next;
                checked++;
              }
            }
            return checked;
          };
      List<Future<Long>> readers = List.of(threads.submit(snapshots), threads.submit(renewed));
      int folds = 0;
      try {
        Random random = new Random(7);
        for (int number = 1; number <= COMMITS; number++) {
          store.commit(manifest(number), List.of(moves(accounts, number, random)));
          for (int i = random.nextInt(6); i > 0 && store.fold(); i--) {
            folds++;
          }
        }
      } finally {
        over.set(true);
      }
      assertThat(folds).isGreaterThan(COMMITS / 4);
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
    try (StateStore store = StateStore.open(directory.resolve("s"), options);
        BaseView view = store.view()) {
      assertThat(check(view)).isEqualTo(COMMITS);
    }
  }

  /** All that is there adds up, by pages, and one by one; the number of the commit. */
  private static long check(Pairs pairs) {
    long sum = 0;
    byte[] from = LOWEST;
    List<Entry> seen = new ArrayList<>();
    List<Entry> page = pairs.page(from, NUMBER, 100);
    while (!page.isEmpty()) {
      for (Entry entry : page) {
        sum += number(entry.value());
      }
      seen.add(page.getLast());
      byte[] last = page.getLast().key();
      from = Arrays.copyOf(last, last.length + 1);
      page = pairs.page(from, NUMBER, 100);
    }
    assertThat(sum).isEqualTo(TOTAL);
    for (Entry entry : seen) {
      assertThat(pairs.get(entry.key())).isEqualTo(entry.value());
    }
    byte[] last = pairs.last(LOWEST, HIGHEST);
    assertThat(last).isEqualTo(NUMBER);
    byte[] value = pairs.get(NUMBER);
    assertThat(value).isNotNull();
    return number(value);
  }

  private static EpochWrites all(long[] accounts) {
    EpochWrites writes = new EpochWrites();
    for (int i = 0; i < accounts.length; i++) {
      writes.put(key(i), manifest(accounts[i]));
    }
    writes.put(NUMBER, manifest(0));
    return writes;
  }

  /** Empties a stretch of accounts, now and then, and moves what was there, and more, elsewhere. */
  private static EpochWrites moves(long[] accounts, int number, Random random) {
    EpochWrites writes = new EpochWrites();
    boolean[] touched = new boolean[ACCOUNTS];
    long moved = 0;
    int emptyTo = 0;
    int emptyFrom = 0;
    if (random.nextInt(4) == 0) {
      emptyFrom = random.nextInt(ACCOUNTS);
      emptyTo = Math.min(ACCOUNTS, emptyFrom + random.nextInt(200));
      writes.deleteRange(key(emptyFrom), key(emptyTo));
      for (int i = emptyFrom; i < emptyTo; i++) {
        moved += accounts[i];
        accounts[i] = 0;
      }
    }
    for (int i = 0; i < 40; i++) {
      int account = random.nextInt(ACCOUNTS);
      moved += accounts[account];
      accounts[account] = 0;
      touched[account] = true;
    }
    while (moved > 0) {
      int account = random.nextInt(ACCOUNTS);
      long part = Math.min(moved, 1 + random.nextInt(500));
      accounts[account] += part;
      moved -= part;
      touched[account] = true;
    }
    for (int i = 0; i < ACCOUNTS; i++) {
      if (touched[i] && accounts[i] > 0) {
        writes.put(key(i), manifest(accounts[i]));
      } else if (touched[i] && (i < emptyFrom || i >= emptyTo)) {
        writes.delete(key(i));
      }
    }
    writes.put(NUMBER, manifest(number));
    return writes;
  }

  private static byte[] key(int i) {
    return ByteBuffer.allocate(5).put((byte) 1).putInt(i).array();
  }

  private static byte[] manifest(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static long number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }
}
