package io.streamflow.connectors.minikv;

import io.streamflow.spi.OutboxOptions;
import io.streamflow.spi.Sink;
import io.streamflow.testing.SinkConformance;
import io.streamflow.testing.SinkTarget;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** A key-value store as a target keeps the contract. */
@Timeout(120)
class MiniKvConformTest {
  record Entry(String key, long value) {}

  private static final class Target implements SinkTarget<Entry> {
    private final MiniKvServer server = MiniKvServer.start();

    Target() throws Exception {}

    @Override
    public Sink<Entry> sink() {
      return MiniKv.<Entry>sink(server.gateway().toString(), Entry::key, Entry::value)
          .outbox(OutboxOptions.defaults().attempts(1, Duration.ofMillis(1)));
    }

    @Override
    public List<Entry> shown() {
      return server.values().entrySet().stream()
          .map(entry -> new Entry(entry.getKey(), Long.parseLong(entry.getValue())))
          .toList();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> values() {
    return SinkConformance.of(Target::new, i -> new Entry("key " + i, i))
        .unordered()
        .refusing(new Entry("", 1))
        .stalled(() -> {
          Target target = new Target();
          target.server.hang();
          return target;
        })
        .seeds(8)
        .checks()
        .stream()
        .map(check -> DynamicTest.dynamicTest(check.name(), check::run));
  }
}
