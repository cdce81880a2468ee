package io.streamflow.connectors.http;

import io.streamflow.connectors.client.Answer;
import io.streamflow.connectors.client.Caller;
import io.streamflow.connectors.client.Lanes;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends the items of an epoch. How they share requests follows from them and the sink's options
 * alone, so that a request that is sent again after a crash has the same items and the same key.
 */
final class HttpDelivery implements Delivery {
  /**
   * An item.
   *
   * @param key no other item has it
   */
  private record Item(String key, Post post) {}

  /**
   * Items that go to one address, in their order.
   *
   * @param order those of one number are sent one after the other
   */
  private record Together(URI uri, int order, List<Item> items) {
    String key() {
      String first = items.getFirst().key();
      return items.size() == 1 ? first : first + "+" + items.size();
    }

    Together part(int from, int to) {
      return new Together(uri, order, items.subList(from, to));
    }
  }

  private final UrlTemplate url;
  private final Outgoing outgoing;
  private final Caller caller;
  private final Optional<RefusedFile> refused;
  private final String name;

  HttpDelivery(
      UrlTemplate url,
      Outgoing outgoing,
      Caller caller,
      Optional<RefusedFile> refused,
      String name) {
    this.url = url;
    this.outgoing = outgoing;
    this.caller = caller;
    this.refused = refused;
    this.name = name;
  }

  @Override
  public void deliver(OutboxBatch batch) throws Exception {
    if (batch.count() == 0) {
      return;
    }
    try (Lanes<Together> lanes = new Lanes<>(name, outgoing.calls().concurrency(), this::send)) {
      List<Item> items = new ArrayList<>();
      long bytes = 0;
      for (OutboxRecord record : batch) {
        Item item = new Item(record.key(), Post.read(record.bytes()));
        int more = item.post().body().length + 1;
        if (!items.isEmpty() && (isFull(items, bytes + more) || !isSameAddress(items, item))) {
          add(items, lanes);
          items = new ArrayList<>();
          bytes = 0;
        }
        items.add(item);
        bytes += more;
      }
      if (!items.isEmpty()) {
        add(items, lanes);
      }
      lanes.finish();
    }
  }

  private boolean isFull(List<Item> items, long bytes) {
    return items.size() == outgoing.items() || bytes >= outgoing.bodyBytes();
  }

  private static boolean isSameAddress(List<Item> items, Item next) {
    return items.getFirst().post().values().equals(next.post().values());
  }

  private void add(List<Item> items, Lanes<Together> lanes) throws Exception {
    Post first = items.getFirst().post();
    Map<String, String> values = first.values();
    int order = outgoing.framing() == Framing.ONE ? first.order() : values.hashCode();
    lanes.add(order, new Together(url.filled(values), order, items));
  }

  private void send(Together together) throws IOException, InterruptedException {
    boolean isOne = together.items().size() == 1;
    String key = together.key();
    if (isPutAside(together.items())) {
      return;
    }
    HttpRequest request = request(together, key);
    Answer answer = caller.call(request);
    if (answer.isDone()) {
      return;
    }
    if (!isOne && isOfItems(answer)) {
      int half = together.items().size() / 2;
      send(together.part(0, half));
      send(together.part(half, together.items().size()));
    } else if (refused.isPresent() && answer.isOfTheRequest()) {
      for (Item item : together.items()) {
        refused.get().add(item.key(), Caller.name(request), answer, item.post().body());
      }
    } else {
      throw new IOException(
          Caller.name(request)
              + ": "
              + answer.text()
              + ", which another attempt would not change"
              + (answer.isOfTheRequest() ? "; refusedTo(file) would put such items aside" : ""));
    }
  }

  private boolean isPutAside(List<Item> items) {
    return refused.isPresent() && items.stream().allMatch(item -> refused.get().has(item.key()));
  }

  /** Whether fewer of them might be taken. */
  private static boolean isOfItems(Answer answer) {
    return answer.status() == 400 || answer.status() == 413 || answer.status() == 422;
  }

  private HttpRequest request(Together together, String key) {
    List<byte[]> bodies = together.items().stream().map(item -> item.post().body()).toList();
    return caller
        .request(together.uri())
        .setHeader("Content-Type", outgoing.contentType())
        .setHeader("Idempotency-Key", key)
        .method(outgoing.method(), BodyPublishers.ofByteArray(outgoing.framing().body(bodies)))
        .build();
  }

  @Override
  public void close() throws IOException {
    caller.close();
    if (refused.isPresent()) {
      refused.get().close();
    }
  }
}
