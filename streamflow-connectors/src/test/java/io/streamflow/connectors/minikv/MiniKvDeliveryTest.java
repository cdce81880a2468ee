package io.streamflow.connectors.minikv;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.connectors.client.Caller;
import io.streamflow.connectors.client.Calls;
import io.streamflow.connectors.client.Retries;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MiniKvDeliveryTest {
  private static final int KEYS = 200;

  private record Batch(List<OutboxRecord> records) implements OutboxBatch {
    @Override
    public Optional<OutboxMark> mark() {
      return Optional.empty();
    }

    @Override
    public long count() {
      return records.size();
    }

    @Override
    public long bytes() {
      return records.stream().mapToLong(record -> record.bytes().length).sum();
    }

    @Override
    public Iterator<OutboxRecord> iterator() {
      return records.iterator();
    }
  }

  /** Few keys are in memory together, so that most come again while they are under way. */
  @Test
  @Timeout(120)
  void eachKeyStaysInOrderWhateverIsUnderWayAtOnce() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    List<OutboxRecord> records = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      String key = "k/" + random.nextInt(KEYS);
      Optional<String> value =
          random.nextInt(5) == 0 ? Optional.empty() : Optional.of(String.valueOf(i));
      records.add(new OutboxRecord(new UUID(1, 1), 0, i, Change.of(key, value).bytes()));
      value.ifPresentOrElse(text -> expected.put(key, text), () -> expected.remove(key));
    }
    try (MiniKvServer server = MiniKvServer.start()) {
      Gateway gateway = Gateway.of(server.gateway().toString());
      Caller caller =
          new Caller(
              new DeliveryContext("job", "out", true),
              Calls.DEFAULT,
              Retries.of(Calls.DEFAULT.outbox()));
      try (MiniKvDelivery delivery = new MiniKvDelivery(gateway, caller, "test", 16, 5)) {
        delivery.deliver(new Batch(records));
      }
      assertThat(server.values()).isEqualTo(expected);
    }
  }
}
