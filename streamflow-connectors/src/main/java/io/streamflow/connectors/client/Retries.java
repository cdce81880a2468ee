package io.streamflow.connectors.client;

import io.streamflow.spi.OutboxOptions;
import io.streamflow.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/**
 * When a request is sent again. Any thread.
 *
 * @param options how often, and the waits without jitter
 * @param clock tells how far a date is
 * @param chance from 0 to 1
 * @param sleep waits
 */
public record Retries(OutboxOptions options, Clock clock, DoubleSupplier chance, Sleep sleep) {
  /** A server that asks for more patience than this does not get it. */
  static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  /** How to wait. */
  public interface Sleep {
    /** Waits so long. */
    void time(Duration time) throws InterruptedException;
  }

  /** As the options say, on this machine's clock. */
  public static Retries of(OutboxOptions options) {
    return new Retries(
        options,
        Clock.system(),
        () -> ThreadLocalRandom.current().nextDouble(),
        time -> Thread.sleep(time));
  }

  /** Whether another answer can be hoped for after this one. */
  static boolean isWorthwhile(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  /** Whether there are more attempts after so many. */
  boolean goOnAfter(int attempts) {
    return attempts <= options.attempts();
  }

  /** Waits before attempt number {@code attempt}, where the first repetition is 1. */
  void await(int attempt, Optional<String> retryAfter) throws InterruptedException {
    sleep.time(wait(attempt, retryAfter));
  }

  /**
   * Half of the wait is left to chance, so that clients that failed together do not return
   * together; a wait that the server asks for comes before that.
   */
  Duration wait(int attempt, Optional<String> retryAfter) {
    long millis = options.wait(attempt).toMillis();
    Duration own = Duration.ofMillis(millis - (long) (millis / 2.0 * chance.getAsDouble()));
    Duration asked = retryAfter.flatMap(this::asked).orElse(Duration.ZERO);
    if (asked.compareTo(LONGEST_ASKED) > 0) {
      return LONGEST_ASKED;
    }
    return asked.compareTo(own) > 0 ? asked : own;
  }

  /** Seconds or an HTTP date; anything else asks for nothing. */
  private Optional<Duration> asked(String retryAfter) {
    String text = retryAfter.strip();
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(Instant.ofEpochMilli(clock.millis()), date));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
