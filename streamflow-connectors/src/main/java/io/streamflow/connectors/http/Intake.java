package io.streamflow.connectors.http;

import io.streamflow.connectors.json.Json;
import io.streamflow.connectors.json.JsonException;
import io.streamflow.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Takes bodies into the log, whole or not at all, and each id once: of several requests with the
 * same id one is written, and the others get its answer, now or later. Any thread.
 */
final class Intake {
  private final EventLog log;
  private final Json<?> json;
  private final Duration patience;
  private final Clock clock;
  private final Map<String, Claim> claims = new HashMap<>();

  /** A request with an id that is being written. */
  private record Claim(Digest digest, CompletableFuture<Answer> answer) {}

  Intake(EventLog log, Json<?> json, Duration patience, Clock clock) {
    this.log = log;
    this.json = json;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Takes a body.
   *
   * @param id the id that the client gave it; empty for none
   * @param lines whether it has one document a line
   * @throws RefusedException when it cannot be used, or the id is that of another body
   */
  Answer take(String id, byte[] body, boolean lines) throws RefusedException, InterruptedException {
    Entry entry = new Entry(0, clock.millis(), id, Digest.of(body), events(body, lines));
    if (entry.events().isEmpty()) {
      return Answer.accepted(0);
    }
    return id.isEmpty() ? append(entry) : once(entry);
  }

  private List<byte[]> events(byte[] body, boolean lines) throws RefusedException {
    List<Documents.Place> places = Documents.in(body, lines);
    List<byte[]> events = new ArrayList<>(places.size());
    for (Documents.Place place : places) {
      try {
        json.parse(body, place.offset(), place.length());
      } catch (JsonException e) {
        throw new RefusedException(
            400,
            "event %d of %d: %s"
                .formatted(
                    events.size() + 1,
                    places.size(),
                    e.within(place.line(), place.column()).getMessage()));
      }
      events.add(Arrays.copyOfRange(body, place.offset(), place.offset() + place.length()));
    }
    return events;
  }

  private Answer once(Entry entry) throws RefusedException, InterruptedException {
    Claim mine = new Claim(entry.digest(), new CompletableFuture<>());
    Claim other;
    synchronized (claims) {
      other = claims.putIfAbsent(entry.id(), mine);
      if (other == null) {
        // What was claimed before is known by now.
        Optional<KnownIds.Known> known = log.ids().find(entry.id());
        if (known.isPresent()) {
          claims.remove(entry.id());
          checkSame(entry, known.get().digest());
          return Answer.accepted(known.get().events());
        }
      }
    }
    if (other != null) {
      checkSame(entry, other.digest);
      return await(other);
    }
    Answer answer = Answer.unavailable("the request was interrupted");
    try {
      answer = append(entry);
      return answer;
    } finally {
      synchronized (claims) {
        claims.remove(entry.id());
      }
      mine.answer.complete(answer);
    }
  }

  private static void checkSame(Entry entry, Digest digest) throws RefusedException {
    if (!entry.digest().equals(digest)) {
      throw new RefusedException(
          422, "the Idempotency-Key '" + entry.id() + "' was used for a request with another body");
    }
  }

  private static Answer await(Claim claim) throws InterruptedException {
    try {
      return claim.answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("claims are answered, never failed", e);
    }
  }

  private Answer append(Entry entry) throws InterruptedException {
    try {
      return switch (log.append(entry, patience)) {
        case SAFE -> Answer.accepted(entry.events().size());
        case FULL ->
            Answer.unavailable("the pipeline is slower than its clients: no room for the request");
        case CLOSED -> Answer.stopping();
      };
    } catch (IOException e) {
      return Answer.unavailable("the event log cannot be written: " + e.getMessage());
    }
  }
}
