package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.EnumMap;
import java.util.Objects;

/**
 * The constant's name, so that constants may be added and reordered. The fingerprint does not list
 * them for the same reason; reading a constant that is gone fails by itself.
 */
final class EnumCodec<E extends Enum<E>> implements Codec<E> {
  private static final long serialVersionUID = 1L;

  private final Class<E> type;
  // A constant's own hashCode differs from JVM to JVM.
  private final transient EnumMap<E, Integer> hashes;

  EnumCodec(Class<E> type) {
    this.type = type;
    hashes = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      hashes.put(constant, StringCodec.INSTANCE.stableHash(constant.name()));
    }
  }

  @Override
  public void write(E value, DataOutput out) throws IOException {
    StringCodec.INSTANCE.write(value.name(), out);
  }

  @Override
  public E read(DataInput in) throws IOException {
    String name = StringCodec.INSTANCE.read(in);
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      InvalidObjectException failure =
          new InvalidObjectException(
              "enum "
                  + type.getName()
                  + " has no constant "
                  + name
                  + "; a stored value is one: bring it back");
      failure.initCause(e);
      throw failure;
    }
  }

  @Override
  public String fingerprint() {
    return "enum";
  }

  @Override
  public boolean canonical() {
    return true;
  }

  @Override
  public int stableHash(E value) {
    return Objects.requireNonNull(hashes.get(value));
  }

  private Object readResolve() {
    return new EnumCodec<>(type);
  }
}
