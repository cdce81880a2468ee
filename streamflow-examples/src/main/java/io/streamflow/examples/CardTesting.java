package io.streamflow.examples;

import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds accounts on which a stolen card may be tried out: a tiny payment, and a big one less than a
 * minute later. An account's state is the time of its last tiny payment; a timer forgets it when
 * the minute is over, so that state is kept only for accounts in question.
 */
final class CardTesting
    implements ProcessFunction<String, Transaction, Optional<Instant>, CardTesting.Timer, Alert> {
  private static final long serialVersionUID = 1L;
  private static final Duration WITHIN = Duration.ofMinutes(1);
  private static final BigDecimal TINY = new BigDecimal("2");
  private static final BigDecimal BIG = new BigDecimal("1000");

  /** The one timer of an account: setting it again moves it. */
  enum Timer {
    FORGET
  }

  @Override
  public Optional<Instant> initial(String account) {
    return Optional.empty();
  }

  @Override
  public Optional<Instant> onItem(
      Transaction payment,
      Optional<Instant> lastTiny,
      ProcessContext<String, Optional<Instant>, Timer, Alert> context) {
    if (payment.amount().compareTo(TINY) <= 0) {
      Instant latest = lastTiny.filter(payment.time()::isBefore).orElse(payment.time());
      context.onEventTime(latest.plus(WITHIN), Timer.FORGET);
      return Optional.of(latest);
    }
    if (payment.amount().compareTo(BIG) >= 0
        && lastTiny.filter(tiny -> isSoonAfter(tiny, payment.time())).isPresent()) {
      context.emit(Alert.of(payment, "within a minute of a tiny payment"));
    }
    return lastTiny;
  }

  private static boolean isSoonAfter(Instant tiny, Instant time) {
    return !time.isBefore(tiny) && time.isBefore(tiny.plus(WITHIN));
  }

  @Override
  public Optional<Instant> onTimer(
      Timer timer,
      Optional<Instant> lastTiny,
      ProcessContext<String, Optional<Instant>, Timer, Alert> context)
      throws Exception {
    return context.clear();
  }
}
