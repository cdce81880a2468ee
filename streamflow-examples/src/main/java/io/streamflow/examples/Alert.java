package io.streamflow.examples;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A payment that somebody should look at.
 *
 * @param transaction the payment's own number
 * @param account who pays
 * @param time when
 * @param amount how much
 * @param reason what is suspicious about it
 */
record Alert(String transaction, String account, Instant time, BigDecimal amount, String reason) {
  static Alert of(Transaction payment, String reason) {
    return new Alert(payment.id(), payment.account(), payment.time(), payment.amount(), reason);
  }
}
