package io.streamflow.operator;

import io.streamflow.spi.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * A pane's count, its earliest and its latest time, and its accumulator.
 *
 * @param accumulator the codec of accumulators
 */
record CountPaneCodec(Codec<Object> accumulator) implements Codec<CountPane> {
  private static final String FORM = "pane1<";
  private static final String END = ">";

  @Override
  public void write(CountPane value, DataOutput out) throws IOException {
    out.writeLong(value.count);
    out.writeLong(value.earliest());
    out.writeLong(value.latest());
    accumulator.write(value.accumulator, out);
  }

  @Override
  public CountPane read(DataInput in) throws IOException {
    long count = in.readLong();
    long earliest = in.readLong();
    long latest = in.readLong();
    return new CountPane(accumulator.read(in), count, earliest, latest);
  }

  @Override
  public String fingerprint() {
    return FORM + accumulator.fingerprint() + END;
  }

  @Override
  public Optional<Codec<CountPane>> reading(String older) {
    return older.startsWith(FORM) && older.endsWith(END)
        ? accumulator
            .reading(older.substring(FORM.length(), older.length() - END.length()))
            .map(CountPaneCodec::new)
        : Optional.empty();
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
