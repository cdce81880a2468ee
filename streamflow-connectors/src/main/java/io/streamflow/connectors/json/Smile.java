package io.streamflow.connectors.json;

import io.streamflow.connectors.jackson.FailureText;
import io.streamflow.connectors.jackson.TimeWindows;
import io.streamflow.connectors.jackson.UtcInstants;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serial;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.smile.SmileMapper;

/**
 * The codec of whatever Jackson can bind, in its binary form Smile: for types that {@link Codecs}
 * has none for, such as classes that are no records, and types within themselves. What Jackson does
 * not see of an object, such as a private field without a getter, is not stored.
 *
 * <p>Stored values outlive changes of their class: properties that it no longer has are ignored,
 * and those that are missing are null, zero or false, or empty where they are an {@code Optional}.
 *
 * <p>Not for keys. The length stands before the value.
 *
 * <p>Used by any number of threads at once. Serializable: only what it is of is written.
 *
 * @param <T> the values
 */
public final class Smile<T> implements Codec<T> {
  @Serial private static final long serialVersionUID = 1L;

  private static final String FORM = "smile:";
  private static final Codec<byte[]> BYTES = Codecs.of(byte[].class);

  // The class itself, or that of the token: types with arguments cannot be serialized.
  private final Class<?> holder;
  private transient volatile @Nullable Access access;

  private Smile(Class<?> holder) {
    this.holder = holder;
  }

  /** The codec of a class. */
  public static <T> Smile<T> of(Class<T> type) {
    return new Smile<>(Objects.requireNonNull(type, "type"));
  }

  /**
   * The codec of a type with its type arguments: {@code Smile.of(new Smile.Of<List<Order>>() {})}.
   *
   * @throws IllegalArgumentException when the type is a type variable, or not given
   */
  public static <T> Smile<T> of(Of<T> type) {
    Smile<T> smile = new Smile<>(type.getClass());
    if (!(smile.type() instanceof Class<?> || smile.type() instanceof ParameterizedType)) {
      throw new IllegalArgumentException(
          "Smile.Of says no type: write new Smile.Of<List<Order>>() {} with the type itself");
    }
    return smile;
  }

  /**
   * Says a type with its type arguments, by a subclass without a body.
   *
   * @param <T> the type
   */
  public abstract static class Of<T> {
    /** For the subclass. */
    protected Of() {}
  }

  @Override
  public void write(T value, DataOutput out) throws IOException {
    byte[] bytes;
    try {
      bytes = access().writer.writeValueAsBytes(Objects.requireNonNull(value, "value"));
    } catch (JacksonException e) {
      throw failure("write", e);
    }
    BYTES.write(bytes, out);
  }

  @Override
  public T read(DataInput in) throws IOException {
    byte[] bytes = BYTES.read(in);
    T value;
    try {
      value = access().reader.readValue(bytes);
    } catch (JacksonException e) {
      throw failure("read", e);
    }
    if (value == null) {
      throw new InvalidObjectException("cannot read " + name() + ": the stored value is null");
    }
    return value;
  }

  @Override
  public String fingerprint() {
    return FORM + name();
  }

  /** Smile names its properties itself, so that values of any older form can be read. */
  @Override
  public Optional<Codec<T>> reading(String fingerprint) {
    return fingerprint.startsWith(FORM) ? Optional.of(this) : Optional.empty();
  }

  @Override
  public boolean canonical() {
    return false;
  }

  @Override
  public String toString() {
    return "Smile[" + type().getTypeName() + "]";
  }

  /** The class without its package, which may change, and without type arguments. */
  private String name() {
    Type type = type();
    Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
    return raw instanceof Class<?> plain ? plain.getSimpleName() : raw.getTypeName();
  }

  private Type type() {
    if (holder.getSuperclass() != Of.class) {
      return holder;
    }
    return holder.getGenericSuperclass() instanceof ParameterizedType token
        ? token.getActualTypeArguments()[0]
        : Of.class.getTypeParameters()[0];
  }

  private IOException failure(String verb, JacksonException cause) {
    String path = FailureText.path(cause);
    return new IOException(
        "cannot %s %s as Smile%s: %s"
            .formatted(
                verb, name(), path.isEmpty() ? "" : " at " + path, FailureText.reason(cause)),
        cause);
  }

  private Access access() {
    Access known = access;
    if (known == null) {
      // Two threads may both build one; either serves.
      known = Access.to(type());
      access = known;
    }
    return known;
  }

  /** Jackson's reader and writer of the type; rebuilt after Java serialization. */
  private record Access(ObjectReader reader, ObjectWriter writer) {
    static Access to(Type type) {
      // As lenient with what is missing as JSON from outside is not: it was complete when written.
      SmileMapper mapper =
          SmileMapper.builder()
              .addModule(UtcInstants.module())
              .addModule(TimeWindows.module())
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
              .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
              .build();
      return new Access(
          mapper.readerFor(mapper.constructType(type)),
          mapper.writerFor(mapper.constructType(type)));
    }
  }
}
