package io.streamflow.connectors.http;

import io.streamflow.spi.SourceContext;
import io.streamflow.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ids of requests that were accepted, for so long and so many. Any thread. */
final class KnownIds {
  private static final Logger LOG = LoggerFactory.getLogger(KnownIds.class);

  private final SourceContext context;
  private final int most;
  private final long horizonMillis;
  private final Clock clock;
  private final SequencedMap<String, Known> ids = new LinkedHashMap<>();
  private boolean warned;

  /**
   * What is known of an accepted request.
   *
   * @param id its id
   * @param digest of its body
   * @param events how many events it had
   * @param acceptedMillis when it was accepted
   */
  record Known(String id, Digest digest, int events, long acceptedMillis) {}

  KnownIds(SourceContext context, Limits limits, Clock clock) {
    this.context = context;
    this.most = limits.ids();
    this.horizonMillis = limits.idTime().toMillis();
    this.clock = clock;
  }

  /** Notes an accepted request; the oldest are forgotten for it. */
  synchronized void add(Known known) {
    ids.putLast(known.id(), known);
    long now = clock.millis();
    Iterator<Known> oldest = ids.values().iterator();
    while (oldest.hasNext()) {
      long age = now - oldest.next().acceptedMillis();
      boolean tooMany = ids.size() > most;
      if (age <= horizonMillis && !tooMany) {
        return;
      }
      if (tooMany && age <= horizonMillis && !warned) {
        warned = true;
        LOG.warn(
            "{}: ids of requests are forgotten after {} s, since only {} are remembered; a later retry"
                + " would count twice: raise rememberIds",
            context,
            age / 1000,
            most);
      }
      oldest.remove();
    }
  }

  /** Notes the id of an accepted request, if it has one. */
  void add(Entry entry) {
    if (!entry.id().isEmpty()) {
      add(new Known(entry.id(), entry.digest(), entry.events().size(), entry.acceptedMillis()));
    }
  }

  /** What is known of an id. */
  synchronized Optional<Known> find(String id) {
    return Optional.ofNullable(ids.get(id))
        .filter(known -> clock.millis() - known.acceptedMillis() <= horizonMillis);
  }

  /** All of them, the oldest first. */
  synchronized List<Known> all() {
    return List.copyOf(ids.values());
  }
}
