package io.streamflow.testing;

import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A sink that commits and breaks its contract in one way, or none. */
final class FlawedSink implements Sink<String> {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Target> TARGETS = new ConcurrentHashMap<>();
  private static final Set<String> STALLED = ConcurrentHashMap.newKeySet();

  /** What is wrong with it. */
  enum Flaw {
    NONE,
    LOSES_LAST_OF_EPOCH,
    REVERSES,
    SHOWS_WHEN_WRITTEN,
    SHOWS_WHEN_FLUSHED,
    SHOWS_WHEN_PREPARED,
    SHOWS_WHEN_CLOSED,
    COMMIT_ADDS_AGAIN,
    COMMIT_REFUSES_AGAIN,
    COMMIT_NEEDS_ITS_WRITER,
    COMMIT_TAKES_WHAT_IS_UNPREPARED,
    KEEPS_UNPREPARED,
    COMMITS_WHATEVER_IS_PREPARED,
    EMPTY_EPOCH_FAILS,
    CHANGES_PREPARED_BYTES,
    CLOSE_THROWS_TWICE,
    CLOSE_BREAKS_OTHERS,
    SWALLOWS_INTERRUPT,
    IGNORES_INTERRUPT,
    TAKES_REFUSED,
    REFUSED_TAKES_OTHERS_ALONG,
    REFUSES_WITHOUT_MESSAGE,
    CANNOT_BE_COPIED,
    COPY_WRITES_ELSEWHERE,
    LEAKS_THREAD
  }

  /** What survives a crash. */
  private static final class Target {
    final List<String> shown = new ArrayList<>();
    final Map<String, List<String>> prepared = new TreeMap<>();
    final List<String> unprepared = new ArrayList<>();
    int writers;
  }

  private final String id;
  private final Flaw flaw;
  private final Serializable weight;

  private FlawedSink(String id, Flaw flaw) {
    this.id = id;
    this.flaw = flaw;
    this.weight = flaw == Flaw.CANNOT_BE_COPIED ? new Holder(new Object()) : "";
  }

  private record Holder(Object cannotBeCopied) implements Serializable {}

  private Object readResolve() {
    if (flaw != Flaw.COPY_WRITES_ELSEWHERE) {
      return this;
    }
    TARGETS.put(id + "'", new Target());
    return new FlawedSink(id + "'", flaw);
  }

  /** An empty target, and such a sink for it. */
  static SinkTarget<String> target(Flaw flaw) {
    String id = UUID.randomUUID().toString();
    Target target = new Target();
    TARGETS.put(id, target);
    return new SinkTarget<>() {
      @Override
      public Sink<String> sink() {
        return new FlawedSink(id, flaw);
      }

      @Override
      public List<String> shown() {
        synchronized (target) {
          return List.copyOf(target.shown);
        }
      }

      @Override
      public void close() {
        TARGETS.remove(id);
        TARGETS.remove(id + "'");
      }
    };
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.COMMITTING;
  }

  @Override
  public String description() {
    return "flawed " + flaw + " " + weight;
  }

  @Override
  public SinkWriter<String> open(SinkContext context) {
    return new Writer(TARGETS.get(id), context);
  }

  private final class Writer implements CommittingSinkWriter<String> {
    private final Target target;
    private final List<String> items = new ArrayList<>();
    private byte[] last = {};
    private boolean closed;

    Writer(Target target, SinkContext context) {
      this.target = target;
      synchronized (target) {
        target.writers++;
        if (context.subtask() == 0) {
          open(context.restoredEpoch().orElse(-1));
        }
      }
    }

    private void open(long restored) {
      if (flaw == Flaw.KEEPS_UNPREPARED) {
        items.addAll(target.unprepared);
      }
      if (flaw == Flaw.COMMITS_WHATEVER_IS_PREPARED) {
        target.prepared.values().forEach(target.shown::addAll);
        target.prepared.clear();
      } else if (restored >= 0) {
        target.prepared.keySet().removeIf(name -> epoch(name) > restored);
      }
    }

    private static long epoch(String name) {
      return Long.parseLong(name.substring(0, name.indexOf('/')));
    }

    @Override
    public void write(String item) throws Exception {
      check();
      if (item.equals("bad") && flaw != Flaw.TAKES_REFUSED) {
        if (flaw == Flaw.REFUSED_TAKES_OTHERS_ALONG) {
          items.clear();
        }
        throw new IOException(flaw == Flaw.REFUSES_WITHOUT_MESSAGE ? null : "'bad' is not taken");
      }
      items.add(item);
      synchronized (target) {
        target.unprepared.add(item);
        if (flaw == Flaw.SHOWS_WHEN_WRITTEN) {
          target.shown.add(item);
        }
      }
    }

    private void check() throws IOException, InterruptedException {
      synchronized (target) {
        if (flaw == Flaw.CLOSE_BREAKS_OTHERS && target.writers < 0) {
          throw new IOException("what all writers share is closed");
        }
      }
      if (flaw == Flaw.SWALLOWS_INTERRUPT) {
        Thread.interrupted();
      }
      if (flaw == Flaw.IGNORES_INTERRUPT && stalled()) {
        long until = System.nanoTime() + 3_000_000_000L;
        while (System.nanoTime() < until) {
          try {
            Thread.sleep(1);
          } catch (InterruptedException e) {
            // goes on
          }
        }
      } else if (stalled()) {
        new CountDownLatch(1).await();
      }
    }

    private boolean stalled() {
      return STALLED.contains(id);
    }

    @Override
    public void flush() throws Exception {
      check();
      if (flaw == Flaw.SHOWS_WHEN_FLUSHED) {
        show(items);
      }
    }

    private void show(List<String> some) {
      synchronized (target) {
        some.stream().filter(item -> !target.shown.contains(item)).forEach(target.shown::add);
      }
    }

    @Override
    public byte[] prepare(long epoch) throws Exception {
      check();
      if (items.isEmpty() && flaw == Flaw.EMPTY_EPOCH_FAILS) {
        throw new IOException("nothing to prepare");
      }
      switch (flaw) {
        case LOSES_LAST_OF_EPOCH -> {
          if (items.size() > 1) {
            items.removeLast();
          }
        }
        case REVERSES -> Collections.reverse(items);
        case SHOWS_WHEN_PREPARED -> show(items);
        default -> {}
      }
      String name = epoch + "/" + UUID.randomUUID();
      synchronized (target) {
        target.prepared.put(name, List.copyOf(items));
        target.unprepared.removeAll(items);
      }
      items.clear();
      if (flaw == Flaw.CHANGES_PREPARED_BYTES && last.length > 0) {
        last[0] = '9';
      }
      last = name.getBytes(StandardCharsets.UTF_8);
      return last;
    }

    @Override
    public void commit(long epoch, byte[] prepared) throws Exception {
      check();
      if (flaw == Flaw.COMMIT_NEEDS_ITS_WRITER && !Arrays.equals(prepared, last)) {
        throw new IOException("another writer has prepared this");
      }
      String name = new String(prepared, StandardCharsets.UTF_8);
      synchronized (target) {
        List<String> some =
            flaw == Flaw.COMMIT_ADDS_AGAIN
                ? target.prepared.get(name)
                : target.prepared.remove(name);
        if (some == null && flaw == Flaw.COMMIT_REFUSES_AGAIN) {
          throw new IOException("it is committed already");
        }
        if (some != null) {
          boolean early =
              flaw == Flaw.SHOWS_WHEN_WRITTEN
                  || flaw == Flaw.SHOWS_WHEN_FLUSHED
                  || flaw == Flaw.SHOWS_WHEN_PREPARED
                  || flaw == Flaw.SHOWS_WHEN_CLOSED;
          if (early) {
            show(some);
          } else {
            target.shown.addAll(some);
          }
        }
        if (flaw == Flaw.COMMIT_TAKES_WHAT_IS_UNPREPARED) {
          target.shown.addAll(items);
          items.clear();
        }
      }
    }

    @Override
    public void close() throws IOException {
      synchronized (target) {
        if (closed && flaw == Flaw.CLOSE_THROWS_TWICE) {
          throw new IOException("closed already");
        }
        target.writers -= closed && flaw == Flaw.CLOSE_BREAKS_OTHERS ? 100 : 1;
        if (flaw == Flaw.SHOWS_WHEN_CLOSED) {
          show(items);
        }
      }
      if (flaw == Flaw.LEAKS_THREAD && !closed) {
        new Thread(() -> LockSupport.parkNanos(4_000_000_000L), "left").start();
      }
      closed = true;
    }
  }

  /** A target that does not answer. */
  static SinkTarget<String> stalled(Flaw flaw) {
    String id = UUID.randomUUID().toString();
    TARGETS.put(id, new Target());
    STALLED.add(id);
    return SinkTarget.of(new FlawedSink(id, flaw), List::of);
  }
}
