package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The simple name of the value's class, then the value: classes may be added, and moved to another
 * package.
 */
final class SealedCodec<S> implements Codec<S> {
  private static final long serialVersionUID = 1L;

  /** A permitted class. */
  record Case(Class<?> type, Codec<?> codec) implements Serializable {}

  private record Tagged(Class<?> type, String tag, int hash, Codec<Object> codec) {}

  private final Class<S> type;
  private final Case[] cases;
  private final transient SortedMap<String, Tagged> byTag = new TreeMap<>();
  private final transient Map<Class<?>, Tagged> byClass = new HashMap<>();

  /** A codec for {@code type} from those of its permitted classes, whose simple names differ. */
  @SuppressWarnings("unchecked")
  SealedCodec(Class<S> type, Case[] cases) {
    this.type = type;
    this.cases = cases;
    for (Case each : cases) {
      String tag = each.type.getSimpleName();
      int hash = StringCodec.INSTANCE.stableHash(tag);
      Tagged tagged = new Tagged(each.type, tag, hash, (Codec<Object>) each.codec);
      byTag.put(tag, tagged);
      byClass.put(each.type, tagged);
    }
  }

  @Override
  public void write(S value, DataOutput out) throws IOException {
    Tagged tagged = tagged(value);
    StringCodec.INSTANCE.write(tagged.tag, out);
    tagged.codec.write(value, out);
  }

  @Override
  public S read(DataInput in) throws IOException {
    String tag = StringCodec.INSTANCE.read(in);
    Tagged tagged = byTag.get(tag);
    if (tagged == null) {
      throw new InvalidObjectException(
          type.getName()
              + " permits no class named "
              + tag
              + "; a stored value is one: bring it back");
    }
    return type.cast(tagged.codec.read(in));
  }

  @Override
  public String fingerprint() {
    StringJoiner names = new StringJoiner("|", "(", ")");
    byTag.forEach((tag, tagged) -> names.add(tag + ":" + tagged.codec.fingerprint()));
    return names.toString();
  }

  @Override
  public Optional<Codec<S>> reading(String fingerprint) {
    if (!(Form.parse(fingerprint).orElse(null) instanceof Form.Choice(var older))) {
      return Optional.empty();
    }
    List<Case> readers = new ArrayList<>();
    for (Form.Case each : older) {
      Tagged tagged = byTag.get(each.tag());
      if (tagged == null) {
        // Only a value of the class that is gone cannot be read, if there is one at all.
        continue;
      }
      Optional<Codec<Object>> reader = tagged.codec.reading(each.form().text());
      if (reader.isEmpty()) {
        return Optional.empty();
      }
      readers.add(new Case(tagged.type, reader.get()));
    }
    return Optional.of(new SealedCodec<>(type, readers.toArray(Case[]::new)));
  }

  @Override
  public boolean canonical() {
    return byTag.values().stream().allMatch(tagged -> tagged.codec.canonical());
  }

  @Override
  public int stableHash(S value) {
    Tagged tagged = tagged(value);
    return Murmur3.ofInts(tagged.hash, tagged.codec.stableHash(value));
  }

  private Tagged tagged(S value) {
    // A constant with a body has a class of its own below that of its enum.
    Class<?> valueType =
        value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    Tagged tagged = byClass.get(valueType);
    if (tagged == null) {
      throw new ClassCastException(valueType.getName() + " is not permitted by " + type.getName());
    }
    return tagged;
  }

  private Object readResolve() {
    return new SealedCodec<>(type, cases);
  }
}
