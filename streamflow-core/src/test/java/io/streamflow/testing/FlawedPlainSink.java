package io.streamflow.testing;

import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A sink that shows what it is given when it is flushed, and breaks its contract, or does not. */
final class FlawedPlainSink implements Sink<String> {
  private static final long serialVersionUID = 1L;
  private static final Map<String, List<String>> TARGETS = new ConcurrentHashMap<>();

  /** What is wrong with it, and what it promises. */
  enum Flaw {
    NONE_AT_LEAST_ONCE(Guarantee.AT_LEAST_ONCE),
    NONE_IDEMPOTENT(Guarantee.IDEMPOTENT),
    KEEPS_BACK_WHEN_FLUSHED(Guarantee.AT_LEAST_ONCE),
    LOSES_WHAT_IS_FLUSHED(Guarantee.AT_LEAST_ONCE),
    WRITES_AGAIN(Guarantee.IDEMPOTENT),
    CANNOT_COMMIT(Guarantee.COMMITTING);

    final Guarantee promised;

    Flaw(Guarantee promised) {
      this.promised = promised;
    }
  }

  private final String id;
  private final Flaw flaw;

  private FlawedPlainSink(String id, Flaw flaw) {
    this.id = id;
    this.flaw = flaw;
  }

  /** An empty target, and such a sink for it. */
  static SinkTarget<String> target(Flaw flaw) {
    String id = UUID.randomUUID().toString();
    List<String> shown = new ArrayList<>();
    TARGETS.put(id, shown);
    return SinkTarget.of(
        new FlawedPlainSink(id, flaw),
        () -> {
          synchronized (shown) {
            return List.copyOf(shown);
          }
        });
  }

  @Override
  public String description() {
    return "flawed " + flaw;
  }

  @Override
  public Guarantee guarantee() {
    return flaw.promised;
  }

  @Override
  public SinkWriter<String> open(SinkContext context) {
    List<String> shown = TARGETS.get(id);
    List<String> items = new ArrayList<>();
    return new SinkWriter<>() {
      @Override
      public void write(String item) {
        items.add(item);
      }

      @Override
      public void flush() {
        int kept = flaw == Flaw.KEEPS_BACK_WHEN_FLUSHED && !items.isEmpty() ? 1 : 0;
        synchronized (shown) {
          for (String item : items.subList(0, items.size() - kept)) {
            boolean again = flaw.promised == Guarantee.IDEMPOTENT && shown.contains(item);
            if (!again || flaw == Flaw.WRITES_AGAIN) {
              shown.add(item);
            }
          }
        }
        items.subList(0, items.size() - kept).clear();
      }

      @Override
      public void close() {
        if (flaw == Flaw.LOSES_WHAT_IS_FLUSHED) {
          synchronized (shown) {
            shown.removeLast();
          }
        } else {
          flush();
        }
      }
    };
  }
}
