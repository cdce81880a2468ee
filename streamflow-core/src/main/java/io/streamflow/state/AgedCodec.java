package io.streamflow.state;

import io.streamflow.spi.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * When a value was set last, then the value.
 *
 * @param value the codec of values
 * @param <V> the values
 */
public record AgedCodec<V>(Codec<V> value) implements Codec<Aged<V>> {
  private static final String FORM = "aged1<";
  private static final String END = ">";

  @Override
  public void write(Aged<V> aged, DataOutput out) throws IOException {
    out.writeLong(aged.touchedMillis);
    value.write(aged.value, out);
  }

  @Override
  public Aged<V> read(DataInput in) throws IOException {
    long touched = in.readLong();
    return new Aged<>(value.read(in), touched);
  }

  @Override
  public String fingerprint() {
    return FORM + value.fingerprint() + END;
  }

  @Override
  public Optional<Codec<Aged<V>>> reading(String older) {
    return older.startsWith(FORM) && older.endsWith(END)
        ? value
            .reading(older.substring(FORM.length(), older.length() - END.length()))
            .map(AgedCodec::new)
        : Optional.empty();
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
