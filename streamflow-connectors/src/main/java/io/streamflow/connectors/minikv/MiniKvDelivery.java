package io.streamflow.connectors.minikv;

import io.streamflow.connectors.client.Answer;
import io.streamflow.connectors.client.Caller;
import io.streamflow.connectors.client.Lanes;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxRecord;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the changes of an epoch. Of several to one key that are in memory together only the last is
 * made.
 */
final class MiniKvDelivery implements Delivery {
  static final int MOST_KEYS = 10_000;
  private static final long MOST_BYTES = 8L << 20;

  private final Gateway gateway;
  private final Caller caller;
  private final String name;
  private final int concurrency;
  private final int mostKeys;

  /** With so many keys in memory together. */
  MiniKvDelivery(Gateway gateway, Caller caller, String name, int concurrency, int mostKeys) {
    this.gateway = gateway;
    this.caller = caller;
    this.name = name;
    this.concurrency = concurrency;
    this.mostKeys = mostKeys;
  }

  @Override
  public void deliver(OutboxBatch batch) throws Exception {
    if (batch.count() == 0) {
      return;
    }
    try (Lanes<Change> lanes = new Lanes<>(name, concurrency, this::make)) {
      Map<String, Change> last = new LinkedHashMap<>();
      long bytes = 0;
      for (OutboxRecord record : batch) {
        Change change = Change.read(record.bytes());
        last.put(change.key(), change);
        bytes += record.bytes().length;
        if (last.size() == mostKeys || bytes >= MOST_BYTES) {
          addAll(last, lanes);
          bytes = 0;
        }
      }
      addAll(last, lanes);
      lanes.finish();
    }
  }

  /** The lane of a key keeps the order between one lot and the next. */
  private static void addAll(Map<String, Change> changes, Lanes<Change> lanes) throws Exception {
    for (Change change : changes.values()) {
      lanes.add(change.key().hashCode(), change);
    }
    changes.clear();
  }

  private void make(Change change) throws IOException, InterruptedException {
    HttpRequest request = request(change);
    Answer answer = caller.call(request);
    boolean gone = change.body().isEmpty() && answer.status() == 404;
    if (!answer.isDone() && !gone) {
      throw new IOException(
          "key '"
              + change.plainKey()
              + "': "
              + Caller.name(request)
              + ": "
              + answer.text()
              + ", which another attempt would not change");
    }
  }

  private HttpRequest request(Change change) {
    return change
        .body()
        .map(body ->
            caller
                .request(gateway.at("set", change.key()))
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build())
        .orElseGet(() -> caller.request(gateway.at("delete", change.key())).DELETE().build());
  }

  @Override
  public void close() {
    caller.close();
  }
}
