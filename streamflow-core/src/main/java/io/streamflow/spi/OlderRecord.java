package io.streamflow.spi;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads records that were written when the class had other components. Components are found by
 * name; those that are gone are passed over. Only reads.
 *
 * <p>A component that is new, or was null where it can no longer be, is zero or false where it is
 * primitive, empty where it is an optional or a collection, and else null: a record that wants
 * another value replaces null in its constructor.
 */
final class OlderRecord<R> implements Codec<R> {
  private static final long serialVersionUID = 1L;

  private static final byte[] ZEROS = new byte[Long.BYTES];

  private final RecordCodec<R> today;
  private final String fingerprint;
  private final transient List<Form.Component> older;
  // By the place of the older component: today's place, or -1, and the codec that reads it.
  private final transient int[] places;
  private final transient @Nullable Codec<?>[] readers;
  private final transient boolean complete;

  private OlderRecord(
      RecordCodec<R> today,
      Form.Composite form,
      int[] places,
      @Nullable Codec<?>[] readers,
      boolean complete) {
    this.today = today;
    this.fingerprint = form.text();
    this.older = form.components();
    this.places = places;
    this.readers = readers;
    this.complete = complete;
  }

  /** Empty when some part of the older form can be neither read nor passed over. */
  static <R> Optional<Codec<R>> of(RecordCodec<R> today, Form.Composite form) {
    List<Form.Component> older = form.components();
    int[] places = new int[older.size()];
    @Nullable Codec<?>[] readers = new @Nullable Codec<?>[older.size()];
    int found = 0;
    for (int i = 0; i < places.length; i++) {
      Form.Component component = older.get(i);
      places[i] = today.placeOf(component.name());
      if (places[i] >= 0) {
        found++;
        readers[i] = today.part(places[i]).reading(component.form().text()).orElse(null);
      }
      boolean lost = places[i] < 0 ? !OldForms.canSkip(component.form()) : readers[i] == null;
      if (lost) {
        return Optional.empty();
      }
    }
    return Optional.of(new OlderRecord<>(today, form, places, readers, found == today.size()));
  }

  @Override
  public R read(DataInput in) throws IOException {
    boolean[] present = Marks.read(older, in);
    @Nullable Object[] values = new @Nullable Object[today.size()];
    for (int i = 0; i < present.length; i++) {
      Codec<?> reader = readers[i];
      if (present[i] && reader != null) {
        values[places[i]] = reader.read(in);
      } else if (present[i]) {
        OldBytes.skip(older.get(i).form(), in);
      }
    }
    fill(present, values);
    try {
      return today.make(values);
    } catch (RuntimeException e) {
      if (complete) {
        throw e;
      }
      InvalidObjectException failure =
          new InvalidObjectException(
              "%s refuses a value that was stored as %s, which gives no value to its newer components: let its constructor replace null, zero or an empty collection there"
                  .formatted(today.typeName(), fingerprint));
      failure.initCause(e);
      throw failure;
    }
  }

  private void fill(boolean[] present, @Nullable Object[] values) throws IOException {
    boolean[] known = new boolean[values.length];
    for (int i = 0; i < present.length; i++) {
      if (places[i] >= 0) {
        // A null that was written stays one where it may.
        known[places[i]] = present[i] || today.isNullable(places[i]);
      }
    }
    for (int i = 0; i < values.length; i++) {
      if (!known[i] && today.hasEmpty(i)) {
        values[i] = today.part(i).read(new DataInputStream(new ByteArrayInputStream(ZEROS)));
      }
    }
  }

  @Override
  public void write(R value, DataOutput out) {
    throw OldForms.onlyRead(this);
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public boolean canonical() {
    return false;
  }

  private Object readResolve() {
    return today.reading(fingerprint).orElseThrow();
  }
}
