package io.streamflow.examples;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A payment.
 *
 * @param id the payment's own number
 * @param account who pays
 * @param time when
 * @param amount how much
 */
record Transaction(String id, String account, Instant time, BigDecimal amount) {}
