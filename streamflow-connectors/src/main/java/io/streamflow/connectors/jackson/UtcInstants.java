package io.streamflow.connectors.jackson;

import java.io.Serial;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads instants written as {@code 2026-01-31T10:15:30.123Z} without {@code DateTimeFormatter},
 * which takes 700 ns for each: more than all the rest of a small document. Whatever is written in
 * another way, or wrongly, goes to Jackson's own deserializer.
 */
public final class UtcInstants extends StdScalarDeserializer<Instant> {
  @Serial private static final long serialVersionUID = 1L;
  private static final String PATTERN = "0000-00-00T00:00:00";
  private static final int SECONDS_PER_DAY = 24 * 60 * 60;

  private UtcInstants() {
    super(Instant.class);
  }

  /** A module that puts it to use. */
  public static JacksonModule module() {
    return new SimpleModule("utc-instants").addDeserializer(Instant.class, new UtcInstants());
  }

  @Override
  public ValueDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    ValueDeserializer<?> other = InstantDeserializer.INSTANT.createContextual(context, property);
    // Another one means that an annotation asks for another way of writing.
    return other.equals(InstantDeserializer.INSTANT) ? this : other;
  }

  @Override
  public Instant deserialize(JsonParser parser, DeserializationContext context) {
    Instant instant = parser.hasToken(JsonToken.VALUE_STRING) ? parse(parser.getString()) : null;
    return instant == null ? InstantDeserializer.INSTANT.deserialize(parser, context) : instant;
  }

  /** The instant; null when the text is not of the one form known here. */
  static @Nullable Instant parse(String text) {
    int seconds = PATTERN.length();
    int end = text.length() - 1;
    if (end < seconds || end > seconds + 10 || text.charAt(end) != 'Z' || !likePattern(text)) {
      return null;
    }
    int nanos = end == seconds ? 0 : nanos(text, seconds, end);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (nanos < 0 || hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    try {
      LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
      long ofDay = (hour * 60L + minute) * 60L + second;
      return Instant.ofEpochSecond(day.toEpochDay() * SECONDS_PER_DAY + ofDay, nanos);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean likePattern(String text) {
    for (int i = 0; i < PATTERN.length(); i++) {
      char expected = PATTERN.charAt(i);
      if (expected == '0' ? !isDigit(text.charAt(i)) : text.charAt(i) != expected) {
        return false;
      }
    }
    return true;
  }

  private static int nanos(String text, int point, int end) {
    if (text.charAt(point) != '.' || end == point + 1) {
      return -1;
    }
    int nanos = 0;
    for (int i = point + 1; i < point + 10; i++) {
      if (i < end && !isDigit(text.charAt(i))) {
        return -1;
      }
      nanos = nanos * 10 + (i < end ? text.charAt(i) - '0' : 0);
    }
    return nanos;
  }

  private static int number(String digits, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + digits.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
