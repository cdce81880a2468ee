package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The components in the order of their declaration. Those that may be null come with a mark each,
 * in front of all components: one bit, low bits first, set when there is a value.
 *
 * <p>Neither bytes nor fingerprint tell the name of the class, which may move. The fingerprint
 * names every component, which is what {@link OlderRecord} reads the bytes of an older record by.
 */
final class RecordCodec<R> implements Codec<R> {
  private static final long serialVersionUID = 1L;

  /** After so many records it pays to compose {@link RecordHandles}, by far. */
  private static final int FEW = 5_000;

  private final Class<R> type;
  private final Codec<?>[] codecs;
  // Handles cannot be serialized: they are found again on the other side.
  private final transient RecordShape shape;
  private final transient Codec<Object>[] parts;
  private final transient List<String> names;
  private final transient boolean[] nullable;
  private final transient int nullables;
  private final transient String fingerprint;
  private final transient boolean canonical;

  /** How many records were written and read, roughly, while that is few; any thread adds. */
  private transient int used;

  private transient @Nullable RecordHandles handles;

  /**
   * A codec for {@code type} from those of its components, in order.
   *
   * @throws java.lang.reflect.InaccessibleObjectException when {@code type} cannot be reached
   */
  @SuppressWarnings("unchecked")
  RecordCodec(Class<R> type, Codec<?>[] codecs) {
    RecordComponent[] components = type.getRecordComponents();
    if (codecs.length != components.length) {
      throw new IllegalArgumentException(
          codecs.length + " codecs for " + components.length + " components of " + type.getName());
    }
    this.type = type;
    this.codecs = codecs;
    shape = new RecordShape(type);
    parts = (Codec<Object>[]) codecs;
    nullable = new boolean[components.length];
    int count = 0;
    StringJoiner form = new StringJoiner(",", "{", "}");
    for (int i = 0; i < components.length; i++) {
      nullable[i] = !components[i].getType().isPrimitive();
      count += nullable[i] ? 1 : 0;
      form.add(components[i].getName() + ":" + codecs[i].fingerprint() + (nullable[i] ? "?" : ""));
    }
    nullables = count;
    fingerprint = form.toString();
    names = Arrays.stream(components).map(RecordComponent::getName).toList();
    canonical = !shape.hasOwnEquals() && Arrays.stream(codecs).allMatch(Codec::canonical);
  }

  @Override
  public void write(R value, DataOutput out) throws IOException {
    RecordHandles composed = handles;
    if (composed != null) {
      composed.write(value, out);
    } else {
      composeWhenDue();
      writeParts(value, out);
    }
  }

  private void composeWhenDue() {
    if (used <= FEW && used++ == FEW) {
      handles = RecordHandles.of(shape, codecs, nullable).orElse(null);
    }
  }

  private void writeParts(R value, DataOutput out) throws IOException {
    @Nullable Object[] values = new @Nullable Object[parts.length];
    byte[] marks = new byte[Marks.bytes(nullables)];
    int mark = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = shape.part(value, i);
      if (nullable[i]) {
        if (values[i] != null) {
          Marks.set(marks, mark);
        }
        mark++;
      }
    }
    out.write(marks);
    for (int i = 0; i < values.length; i++) {
      Object each = values[i];
      if (each != null) {
        parts[i].write(each, out);
      }
    }
  }

  @Override
  public R read(DataInput in) throws IOException {
    RecordHandles composed = handles;
    if (composed != null) {
      return type.cast(composed.read(in));
    }
    composeWhenDue();
    return readParts(in);
  }

  private R readParts(DataInput in) throws IOException {
    byte[] marks = new byte[Marks.bytes(nullables)];
    in.readFully(marks);
    @Nullable Object[] values = new @Nullable Object[parts.length];
    int mark = 0;
    for (int i = 0; i < values.length; i++) {
      boolean present = true;
      if (nullable[i]) {
        present = Marks.isSet(marks, mark);
        mark++;
      }
      values[i] = present ? parts[i].read(in) : null;
    }
    return make(values);
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public boolean canonical() {
    return canonical;
  }

  @Override
  public int stableHash(R value) {
    int hash = 0;
    for (int i = 0; i < parts.length; i++) {
      Object part = shape.part(value, i);
      hash = Murmur3.mix(hash, part == null ? 0 : parts[i].stableHash(part));
    }
    return Murmur3.finish(hash, parts.length * Integer.BYTES);
  }

  @Override
  public Optional<Codec<R>> reading(String older) {
    if (older.equals(fingerprint)) {
      return Optional.of(this);
    }
    return Form.parse(older)
        .flatMap(form ->
            form instanceof Form.Composite composite
                ? OlderRecord.of(this, composite)
                : Optional.empty());
  }

  int size() {
    return parts.length;
  }

  /** The place of the component of that name; -1 when there is none. */
  int placeOf(String component) {
    return names.indexOf(component);
  }

  Codec<Object> part(int place) {
    return parts[place];
  }

  boolean isNullable(int place) {
    return nullable[place];
  }

  /** Whether a component without a value is what nothing but zeros is read as; else it is null. */
  boolean hasEmpty(int place) {
    return !nullable[place]
        || Form.parse(parts[place].fingerprint()).filter(OldForms::hasEmpty).isPresent();
  }

  R make(@Nullable Object[] values) {
    return type.cast(shape.make(values));
  }

  String typeName() {
    return type.getName();
  }

  private Object readResolve() {
    return new RecordCodec<>(type, codecs);
  }
}
