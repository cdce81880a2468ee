package io.streamflow.testing;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A source of 30 items in three partitions that breaks its contract in one way, or none. */
final class FlawedSource implements Source<String> {
  private static final long serialVersionUID = 1L;
  private static final int PARTITIONS = 3;
  static final List<String> ITEMS = IntStream.range(0, 30).mapToObj(i -> "item " + i).toList();

  /** What is wrong with it. */
  enum Flaw {
    NONE,
    NAMES_CHANGE,
    NAMES_TWICE,
    LOSES_LAST,
    REPEATS_FIRST,
    OUT_OF_ORDER,
    OVERFLOWS,
    REJECTS,
    LACKS_TIMESTAMP,
    NEVER_ENDS,
    ENDS_EARLY,
    OPENS_ONCE,
    SHARES_POSITION,
    OPENS_NEW_LATE,
    CANNOT_BE_COPIED,
    COPY_IS_EMPTY,
    OFFSET_TOO_FAR,
    OFFSET_TOO_SHORT,
    OFFSET_FORGETS_WHERE_IT_BEGAN,
    OFFSET_MOVES_WHEN_ASKED,
    OFFSET_LACKS_BEGINNING,
    OFFSET_LACKS_END,
    OFFSET_WORKS_ONCE,
    OFFSET_IN_MEMORY,
    CHECKPOINT_LETS_GO_TOO_MUCH,
    IGNORES_INTERRUPT,
    SWALLOWS_INTERRUPT,
    STOP_NEVER_ENDS,
    STOP_DROPS,
    CLOSE_THROWS_TWICE,
    CLOSE_THROWS_UNREAD,
    CLOSE_BREAKS_OTHERS,
    LEAKS_THREAD,
    HANGS,
    HANGS_WHATEVER_COMES
  }

  private final Flaw flaw;
  private final boolean bounded;
  private final Serializable weight;
  private transient int listings;
  private transient int opened;
  private transient int[] shared = new int[PARTITIONS];
  private transient Set<Offset> known = new HashSet<>();
  private transient int openReaders;
  private transient int[] letGo = new int[PARTITIONS];

  FlawedSource(Flaw flaw, boolean bounded) {
    this.flaw = flaw;
    this.bounded = bounded;
    this.weight = flaw == Flaw.CANNOT_BE_COPIED ? new Holder(new Object()) : "";
  }

  private record Holder(Object cannotBeCopied) implements Serializable {}

  private Object readResolve() {
    FlawedSource copy = new FlawedSource(flaw, bounded);
    copy.opened = flaw == Flaw.COPY_IS_EMPTY ? 1_000 : 0;
    return copy;
  }

  @Override
  public List<String> partitions() {
    listings++;
    return switch (flaw) {
      case NAMES_CHANGE -> listings % 2 == 1 ? List.of("0", "1", "2") : List.of("1", "0", "2");
      case NAMES_TWICE -> List.of("0", "1", "1");
      default -> List.of("0", "1", "2");
    };
  }

  @Override
  public boolean timestamped() {
    return true;
  }

  @Override
  public String description() {
    return "flawed " + flaw + " " + weight;
  }

  @Override
  public SourceReader<String> open(String partition, Optional<Offset> from) {
    opened++;
    if (flaw == Flaw.OPENS_ONCE && opened > PARTITIONS) {
      throw new IllegalStateException("it was open already");
    }
    if (flaw == Flaw.OFFSET_WORKS_ONCE && from.isPresent() && !known.remove(from.get())) {
      throw new IllegalStateException("the offset was used already");
    }
    if (flaw == Flaw.OFFSET_IN_MEMORY && from.isPresent() && !known.contains(from.get())) {
      throw new IllegalStateException("the offset is not known");
    }
    return new Reader(Integer.parseInt(partition), from.map(Offset::position).orElse(0L));
  }

  @Override
  public SourceReader<String> openNew(String partition) {
    return new Reader(Integer.parseInt(partition), flaw == Flaw.OPENS_NEW_LATE ? 1 : 0);
  }

  private final class Reader implements SourceReader<String> {
    private final List<String> items = new ArrayList<>();
    private final int partition;
    private final int start;
    private int at;
    private int asked;
    private boolean hasRead;
    private boolean stopping;
    private boolean ended;
    private boolean closed;

    Reader(int partition, long from) {
      this.partition = partition;
      this.start = Math.max((int) from, from == 0 ? 0 : letGo[partition]);
      this.at = start;
      openReaders++;
      if (opened <= 1_000) {
        IntStream.range(0, ITEMS.size())
            .filter(i -> i % PARTITIONS == partition)
            .forEach(i -> items.add(ITEMS.get(i)));
      }
      switch (flaw) {
        case LOSES_LAST -> items.removeLast();
        case REPEATS_FIRST -> items.addFirst(items.getFirst());
        case OUT_OF_ORDER -> items.add(2, items.removeLast());
        default -> {}
      }
    }

    private int position() {
      return flaw == Flaw.SHARES_POSITION ? shared[0] : at;
    }

    @Override
    public Status read(SourceOutput<String> out, long maxWaitMillis) throws Exception {
      hasRead = true;
      if (flaw == Flaw.CLOSE_BREAKS_OTHERS && openReaders < 0) {
        throw new IOException("what all readers share is closed");
      }
      if (flaw == Flaw.HANGS && at > 3) {
        new CountDownLatch(1).await();
      }
      if (flaw == Flaw.HANGS_WHATEVER_COMES) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (at > 3 && System.nanoTime() < until) {
          Thread.onSpinWait();
        }
      }
      boolean found = false;
      while (position() < items.size() && (flaw == Flaw.OVERFLOWS || !out.isFull())) {
        if (flaw == Flaw.HANGS_WHATEVER_COMES && at > 3 && found) {
          break;
        }
        int next = position();
        if (flaw == Flaw.SHARES_POSITION) {
          shared[0]++;
        }
        at++;
        found = true;
        if (flaw == Flaw.REJECTS && next == 2) {
          out.reject("garbage", "partition " + partition, new IOException("no item"));
        }
        if (stopping && flaw == Flaw.STOP_DROPS) {
          continue;
        }
        if (flaw == Flaw.LACKS_TIMESTAMP && next == 4) {
          out.emit(items.get(next));
        } else {
          out.emit(items.get(next), next);
        }
      }
      boolean atEnd = position() >= items.size();
      if (flaw == Flaw.SWALLOWS_INTERRUPT && Thread.interrupted()) {
        return atEnd && bounded ? Status.ENDED : Status.OPEN;
      }
      if (!found && !bounded && maxWaitMillis > 0) {
        waitFor(maxWaitMillis);
      }
      if (flaw == Flaw.ENDS_EARLY && atEnd) {
        return Status.ENDED;
      }
      ended = atEnd && (bounded || stopping) && flaw != Flaw.NEVER_ENDS;
      ended &= !(stopping && flaw == Flaw.STOP_NEVER_ENDS);
      return ended ? Status.ENDED : Status.OPEN;
    }

    private void waitFor(long millis) throws InterruptedException {
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(millis, 8_000));
      boolean interrupted = false;
      while (System.nanoTime() < until) {
        try {
          Thread.sleep(1);
        } catch (InterruptedException e) {
          if (flaw == Flaw.SWALLOWS_INTERRUPT) {
            return;
          }
          if (flaw != Flaw.IGNORES_INTERRUPT) {
            throw e;
          }
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean stop() {
      stopping = true;
      return flaw == Flaw.STOP_NEVER_ENDS || flaw == Flaw.STOP_DROPS;
    }

    @Override
    public void checkpointed(Offset offset) {
      if (flaw == Flaw.CHECKPOINT_LETS_GO_TOO_MUCH) {
        letGo[partition] = at;
      }
    }

    @Override
    public Offset offset() {
      asked++;
      if (flaw == Flaw.OFFSET_LACKS_BEGINNING && !hasRead) {
        throw new IllegalStateException("nothing was read yet");
      }
      if (flaw == Flaw.OFFSET_LACKS_END && ended) {
        throw new IllegalStateException("there is no place behind the end");
      }
      Offset offset =
          Offset.of(
              switch (flaw) {
                case OFFSET_TOO_FAR -> at == 0 ? 0 : at + 1L;
                case OFFSET_TOO_SHORT -> Math.max(0, at - 1L);
                case OFFSET_FORGETS_WHERE_IT_BEGAN -> at - start;
                case OFFSET_MOVES_WHEN_ASKED -> at + asked;
                default -> at;
              });
      known.add(offset);
      return offset;
    }

    @Override
    public void close() throws IOException {
      if (closed && flaw == Flaw.CLOSE_THROWS_TWICE) {
        throw new IOException("closed already");
      }
      if (!hasRead && flaw == Flaw.CLOSE_THROWS_UNREAD) {
        throw new IOException("nothing to close");
      }
      openReaders -= flaw == Flaw.CLOSE_BREAKS_OTHERS && closed ? 1_000 : 1;
      if (flaw == Flaw.LEAKS_THREAD && !closed) {
        leak();
      }
      closed = true;
    }

    private static void leak() {
      Thread thread =
          new Thread(
              () -> {
                try {
                  Thread.sleep(4_000);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              "left behind");
      thread.start();
    }
  }
}
