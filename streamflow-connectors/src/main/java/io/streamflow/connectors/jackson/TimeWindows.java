package io.streamflow.connectors.jackson;

import io.streamflow.window.TimeWindow;
import java.io.Serial;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Windows as {@code {"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z"}}, in place of
 * their milliseconds. A side that is open is null: {@link TimeWindow#ALL} is {@code
 * {"start":null,"end":null}}.
 */
public final class TimeWindows {
  private static final String START = "start";
  private static final String END = "end";

  private TimeWindows() {}

  /** A module that writes windows so, and reads them back. */
  public static JacksonModule module() {
    return new SimpleModule("time-windows")
        .addSerializer(TimeWindow.class, new Writer())
        .addDeserializer(TimeWindow.class, new Reader());
  }

  private static final class Writer extends StdSerializer<TimeWindow> {
    Writer() {
      super(TimeWindow.class);
    }

    @Override
    public void serialize(TimeWindow window, JsonGenerator json, SerializationContext context) {
      json.writeStartObject(window);
      write(json, START, window.startMillis(), Long.MIN_VALUE);
      write(json, END, window.endMillis(), Long.MAX_VALUE);
      json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, long millis, long open) {
      if (millis == open) {
        json.writeNullProperty(name);
      } else {
        json.writeStringProperty(name, Instant.ofEpochMilli(millis).toString());
      }
    }
  }

  private static final class Reader extends StdDeserializer<TimeWindow> {
    @Serial private static final long serialVersionUID = 1L;

    Reader() {
      super(TimeWindow.class);
    }

    @Override
    public TimeWindow deserialize(JsonParser json, DeserializationContext context) {
      if (!json.isExpectedStartObjectToken()) {
        return (TimeWindow) context.handleUnexpectedToken(TimeWindow.class, json);
      }
      Long start = null;
      Long end = null;
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        switch (name) {
          case START -> start = millis(json, context, name, Long.MIN_VALUE);
          case END -> end = millis(json, context, name, Long.MAX_VALUE);
          default -> json.skipChildren();
        }
      }
      long from = present(start, START, context);
      long to = present(end, END, context);
      return from < to
          ? new TimeWindow(from, to)
          : context.reportInputMismatch(this, "a window must start before it ends");
    }

    private long present(@Nullable Long millis, String name, DeserializationContext context) {
      return millis != null
          ? millis
          : context.<Long>reportInputMismatch(this, "a window must have '%s', if only null", name);
    }

    private long millis(JsonParser json, DeserializationContext context, String name, long open) {
      if (json.hasToken(JsonToken.VALUE_NULL)) {
        return open;
      }
      try {
        return whole(context.readValue(json, Instant.class), context);
      } catch (JacksonException e) {
        throw e.prependPath(TimeWindow.class, name);
      }
    }

    private long whole(Instant instant, DeserializationContext context) {
      try {
        long millis = instant.toEpochMilli();
        return Instant.ofEpochMilli(millis).equals(instant)
            ? millis
            : context.<Long>reportInputMismatch(this, "%s is not a whole millisecond", instant);
      } catch (ArithmeticException e) {
        return context.<Long>reportInputMismatch(this, "%s is out of range", instant);
      }
    }
  }
}
