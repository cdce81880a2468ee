package io.streamflow.operator;

import io.streamflow.spi.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.Optional;

/**
 * How many sessions, then each with its start, its end, whether it was shown, and its accumulator.
 *
 * @param accumulator the codec of accumulators
 */
record KeySessionsCodec(Codec<Object> accumulator) implements Codec<KeySessions> {
  private static final String FORM = "sessions1<";
  private static final String END = ">";

  @Override
  public void write(KeySessions value, DataOutput out) throws IOException {
    out.writeInt(value.size());
    for (int i = 0; i < value.size(); i++) {
      Session session = value.get(i);
      out.writeLong(session.start());
      out.writeLong(session.end());
      out.writeBoolean(session.shown());
      accumulator.write(session.accumulator(), out);
    }
  }

  @Override
  public KeySessions read(DataInput in) throws IOException {
    int size = in.readInt();
    if (size < 0) {
      throw new StreamCorruptedException("a number of sessions of " + size);
    }
    KeySessions sessions = KeySessions.restored();
    for (int i = 0; i < size; i++) {
      long start = in.readLong();
      long end = in.readLong();
      boolean shown = in.readBoolean();
      sessions.replace(i, i, new Session(start, end, accumulator.read(in), shown));
    }
    return sessions;
  }

  @Override
  public String fingerprint() {
    return FORM + accumulator.fingerprint() + END;
  }

  @Override
  public Optional<Codec<KeySessions>> reading(String older) {
    return older.startsWith(FORM) && older.endsWith(END)
        ? accumulator
            .reading(older.substring(FORM.length(), older.length() - END.length()))
            .map(KeySessionsCodec::new)
        : Optional.empty();
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
