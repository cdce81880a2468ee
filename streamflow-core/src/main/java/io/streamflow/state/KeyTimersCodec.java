package io.streamflow.state;

import io.streamflow.spi.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many timers, then each with its time, its sequence and what it carries, in order of setting.
 *
 * @param message the codec of what timers carry
 * @param <M> what they carry
 */
public record KeyTimersCodec<M>(Codec<M> message) implements Codec<KeyTimers<M>> {
  private static final String FORM = "timers1<";
  private static final String END = ">";

  @Override
  public void write(KeyTimers<M> value, DataOutput out) throws IOException {
    List<Map.Entry<M, KeyTimers.Due>> timers =
        value.all().entrySet().stream()
            .sorted(Comparator.comparingLong(timer -> timer.getValue().sequence()))
            .toList();
    out.writeInt(timers.size());
    for (Map.Entry<M, KeyTimers.Due> timer : timers) {
      out.writeLong(timer.getValue().time());
      out.writeLong(timer.getValue().sequence());
      message.write(timer.getKey(), out);
    }
  }

  @Override
  public KeyTimers<M> read(DataInput in) throws IOException {
    int size = in.readInt();
    if (size < 0) {
      throw new StreamCorruptedException("a number of timers of " + size);
    }
    KeyTimers<M> timers = new KeyTimers<>();
    for (int i = 0; i < size; i++) {
      long time = in.readLong();
      long sequence = in.readLong();
      timers.set(message.read(in), new KeyTimers.Due(time, sequence));
    }
    return timers;
  }

  @Override
  public String fingerprint() {
    return FORM + message.fingerprint() + END;
  }

  @Override
  public Optional<Codec<KeyTimers<M>>> reading(String older) {
    return older.startsWith(FORM) && older.endsWith(END)
        ? message
            .reading(older.substring(FORM.length(), older.length() - END.length()))
            .map(KeyTimersCodec::new)
        : Optional.empty();
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
