package io.streamflow.testing;

import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.MarkedDelivery;
import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxRecord;
import io.streamflow.spi.OutboxSink;
import io.streamflow.spi.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A sink with an outbox that breaks its contract in one way, or none. */
final class FlawedOutboxSink implements OutboxSink<String> {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Target> TARGETS = new ConcurrentHashMap<>();

  /** What is wrong with it, and whether its target keeps marks. */
  enum Flaw {
    NONE_MARKED(true),
    NONE_KEYED(false),
    IS_NOT_MARKED(true),
    FORGETS_MARK(true),
    KEEPS_MARK_OF_EMPTY_BATCH(true),
    WRITES_MARK_LATER(true),
    LETS_OLDER_WRITE(true),
    LOSES_LAST(true),
    CLOSE_THROWS_TWICE(true),
    WRITES_AGAIN(false),
    REFUSES_AGAIN(false),
    WRITES_WHEN_ENCODED(true);

    final boolean marked;

    Flaw(boolean marked) {
      this.marked = marked;
    }
  }

  private static final class Target {
    final List<String> shown = new ArrayList<>();
    final Set<String> keys = new HashSet<>();
    Optional<OutboxMark> mark = Optional.empty();
    int newest;
  }

  private final String id;
  private final Flaw flaw;

  private FlawedOutboxSink(String id, Flaw flaw) {
    this.id = id;
    this.flaw = flaw;
  }

  /** An empty target, and such a sink for it. */
  static SinkTarget<String> target(Flaw flaw) {
    String id = UUID.randomUUID().toString();
    Target target = new Target();
    TARGETS.put(id, target);
    return new SinkTarget<>() {
      @Override
      public Sink<String> sink() {
        return new FlawedOutboxSink(id, flaw);
      }

      @Override
      public List<String> shown() {
        synchronized (target) {
          return List.copyOf(target.shown);
        }
      }
    };
  }

  @Override
  public String description() {
    return "flawed " + flaw;
  }

  @Override
  public Guarantee guarantee() {
    return flaw.marked ? Guarantee.COMMITTING : Guarantee.IDEMPOTENT;
  }

  @Override
  public byte[] encode(String item) {
    if (flaw == Flaw.WRITES_WHEN_ENCODED) {
      Target target = TARGETS.get(id);
      synchronized (target) {
        target.shown.add(item);
      }
    }
    return item.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Delivery connect(DeliveryContext context) {
    Target target = TARGETS.get(id);
    return flaw.marked && flaw != Flaw.IS_NOT_MARKED ? new Marked(target) : new Keyed(target);
  }

  private class Keyed implements Delivery {
    final Target target;
    boolean closed;

    Keyed(Target target) {
      this.target = target;
    }

    @Override
    public void deliver(OutboxBatch batch) throws IOException {
      synchronized (target) {
        for (OutboxRecord record : batch) {
          boolean isNew = target.keys.add(record.key());
          if (!isNew && flaw == Flaw.REFUSES_AGAIN) {
            throw new IOException(record.key() + " is there already");
          }
          if (isNew || flaw == Flaw.WRITES_AGAIN) {
            target.shown.add(new String(record.bytes(), StandardCharsets.UTF_8));
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      if (closed && flaw == Flaw.CLOSE_THROWS_TWICE) {
        throw new IOException("closed already");
      }
      closed = true;
    }
  }

  private final class Marked extends Keyed implements MarkedDelivery {
    private int number;
    private Optional<OutboxMark> late = Optional.empty();

    Marked(Target target) {
      super(target);
    }

    @Override
    public Optional<OutboxMark> newest() {
      synchronized (target) {
        number = ++target.newest;
        return flaw == Flaw.FORGETS_MARK ? Optional.empty() : target.mark;
      }
    }

    @Override
    public void deliver(OutboxBatch batch) throws IOException {
      synchronized (target) {
        if (batch.mark().isPresent() && number != target.newest && flaw != Flaw.LETS_OLDER_WRITE) {
          throw new IOException("a newer connection is there");
        }
        late.ifPresent(mark -> target.mark = Optional.of(mark));
        long left = batch.count();
        for (OutboxRecord record : batch) {
          if (flaw == Flaw.WRITES_WHEN_ENCODED || (--left == 0 && flaw == Flaw.LOSES_LAST)) {
            continue;
          }
          target.shown.add(new String(record.bytes(), StandardCharsets.UTF_8));
        }
        if (flaw == Flaw.WRITES_MARK_LATER && batch.count() > 0) {
          late = batch.mark();
        } else if (flaw != Flaw.KEEPS_MARK_OF_EMPTY_BATCH
            || batch.count() > 0
            || target.mark.isEmpty()) {
          target.mark = batch.mark().or(() -> target.mark);
        }
      }
    }
  }
}
