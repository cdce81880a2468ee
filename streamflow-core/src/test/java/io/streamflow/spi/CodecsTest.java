package io.streamflow.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecsTest {
  private final long seed = ThreadLocalRandom.current().nextLong();
  private final RandomGenerator random = new Random(seed);

  static Stream<CodecSamples.Sample<?>> all() {
    return CodecSamples.all();
  }

  static Stream<CodecSamples.Sample<?>> canonical() {
    return CodecSamples.canonical();
  }

  static Stream<CodecSamples.Sample<?>> valuesOnly() {
    return CodecSamples.valuesOnly();
  }

  @ParameterizedTest
  @MethodSource("all")
  <T> void valuesComeBackOneAfterTheOther(CodecSamples.Sample<T> sample) throws IOException {
    List<T> values = values(sample, 1000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (T value : values) {
      sample.codec().write(value, new DataOutputStream(bytes));
    }

    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    List<T> read = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      read.add(sample.codec().read(in));
    }

    assertThat(read).as("seed %d", seed).isEqualTo(values);
    assertThat(in.available()).isZero();
  }

  @ParameterizedTest
  @MethodSource("canonical")
  <T> void equalValuesAndOnlyTheyHaveEqualBytes(CodecSamples.Sample<T> sample) throws IOException {
    assertThat(sample.codec().canonical()).isTrue();
    List<T> values = values(sample, 150);
    List<byte[]> bytes = new ArrayList<>();
    for (T value : values) {
      bytes.add(bytes(sample.codec(), value));
    }
    for (int i = 0; i < values.size(); i++) {
      for (int j = 0; j < i; j++) {
        T one = values.get(i);
        T other = values.get(j);
        boolean equal = one.equals(other);
        assertThat(Arrays.equals(bytes.get(i), bytes.get(j)))
            .as("bytes of %s and %s, seed %d", one, other, seed)
            .isEqualTo(equal);
        if (equal) {
          assertThat(sample.codec().stableHash(one))
              .as("hash of %s and %s, seed %d", one, other, seed)
              .isEqualTo(sample.codec().stableHash(other));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("valuesOnly")
  void whatIsNotFitForKeysSaysSo(CodecSamples.Sample<?> sample) {
    assertThat(sample.codec().canonical()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("all")
  <T> void aCodecSurvivesSerialization(CodecSamples.Sample<T> sample) throws Exception {
    Codec<T> copy = serialized(sample.codec());

    assertThat(copy.fingerprint()).isEqualTo(sample.codec().fingerprint());
    assertThat(copy.canonical()).isEqualTo(sample.codec().canonical());
    for (T value : values(sample, 20)) {
      byte[] bytes = bytes(copy, value);
      assertThat(bytes).as("seed %d", seed).isEqualTo(bytes(sample.codec(), value));
      assertThat(read(copy, bytes)).as("seed %d", seed).isEqualTo(value);
      assertThat(copy.stableHash(value)).isEqualTo(sample.codec().stableHash(value));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  <T> void bytesThatEndTooEarlyAreRefused(CodecSamples.Sample<T> sample) throws IOException {
    for (T value : values(sample, 50)) {
      byte[] bytes = bytes(sample.codec(), value);
      if (bytes.length > 0) {
        byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        assertThatThrownBy(() -> read(sample.codec(), cut))
            .as("%s, seed %d", value, seed)
            .isInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void aLengthThatIsALieTakesNoMemory() {
    byte[] twoBillion = {-2, -1, -1, -1, 7, 'a', 'b'};
    for (Codec<?> codec :
        List.of(
            Codecs.of(String.class),
            Codecs.of(byte[].class),
            Codecs.list(Codecs.of(String.class)),
            Codecs.set(Codecs.of(String.class)),
            Codecs.map(Codecs.of(String.class), Codecs.of(String.class)))) {
      assertThatThrownBy(() -> read(codec, twoBillion)).isInstanceOf(IOException.class);
    }
    byte[] endless = {-1, -1, -1, -1, -1, -1};
    assertThatThrownBy(() -> read(Codecs.of(String.class), endless))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("five bytes");
    byte[] negative = {-1, -1, -1, -1, 15};
    assertThatThrownBy(() -> read(Codecs.of(byte[].class), negative))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("4294967295");
  }

  @Test
  void longTextsAndArraysComeBack() throws IOException {
    for (int length : new int[] {127, 128, 65_535, 65_536, 65_537, 200_000}) {
      String narrow = "\u00fc".repeat(length);
      String wide = "\u20ac".repeat(length);
      byte[] array = new byte[length];
      new Random(length).nextBytes(array);
      Codec<String> strings = Codecs.of(String.class);
      Codec<byte[]> arrays = Codecs.of(byte[].class);
      assertThat(read(strings, bytes(strings, narrow))).isEqualTo(narrow);
      assertThat(read(strings, bytes(strings, wide))).isEqualTo(wide);
      assertThat(read(arrays, bytes(arrays, array))).isEqualTo(array);
    }
  }

  @Test
  void arraysAreNoKeysSinceTheirEqualsIsIdentity() {
    @SuppressWarnings("ArrayRecordComponent")
    record Holder(byte[] content) {}

    assertThat(Codecs.of(byte[].class).canonical()).isFalse();
    assertThat(Codecs.of(Holder.class).canonical()).isFalse();
    assertThat(Codecs.list(Codecs.of(byte[].class)).canonical()).isFalse();
    assertThat(Codecs.optional(Codecs.of(byte[].class)).canonical()).isFalse();
  }

  @Test
  void aRecordWithItsOwnEqualsIsNoKey() throws IOException {
    record IgnoringCase(String text) {
      @Override
      public boolean equals(Object other) {
        return other instanceof IgnoringCase that && text.equalsIgnoreCase(that.text);
      }

      @Override
      public int hashCode() {
        return 1;
      }
    }
    Codec<IgnoringCase> codec = Codecs.of(IgnoringCase.class);

    assertThat(codec.canonical()).isFalse();
    assertThat(read(codec, bytes(codec, new IgnoringCase("a"))).text()).isEqualTo("a");
  }

  @Test
  void decimalsOfDifferentScaleAreDifferentKeys() throws IOException {
    Codec<BigDecimal> codec = Codecs.of(BigDecimal.class);

    assertThat(bytes(codec, new BigDecimal("1.0")))
        .isNotEqualTo(bytes(codec, new BigDecimal("1.00")));
    assertThat(bytes(codec, new BigDecimal("1.00").stripTrailingZeros()))
        .isEqualTo(bytes(codec, new BigDecimal("1.0").stripTrailingZeros()));
  }

  @Test
  void whatIsReadKeepsItsOrderAndCannotBeChanged() throws IOException {
    Codec<Set<Integer>> codec = Codecs.set(Codecs.of(Integer.class));
    List<Integer> order = new ArrayList<>(List.of(9, 2, 7, 4, 1, 8));
    Collections.shuffle(order, new Random(seed));

    Set<Integer> read = read(codec, bytes(codec, new LinkedHashSet<>(order)));

    assertThat(read).as("seed %d", seed).containsExactlyElementsOf(order);
    assertThatThrownBy(() -> read.add(3)).isInstanceOf(UnsupportedOperationException.class);
    assertThat(read).isEqualTo(new HashSet<>(order));
  }

  @Test
  void fingerprintsNameTheByteForm() {
    assertThat(Codecs.of(CodecSamples.Key.class).fingerprint())
        .isEqualTo("{page:string?,color:enum?,number:long}");
    assertThat(Codecs.of(CodecSamples.Boxes.class).fingerprint())
        .isEqualTo("{count:int?,name:optional<string>?,path:list<{x:int,y:double}>?,color:enum?}");
    assertThat(Codecs.of(CodecSamples.Shape.class).fingerprint())
        .isEqualTo(
            "(Circle:{radius:double}|Line:{from:{x:int,y:double}?,to:{x:int,y:double}?}"
                + "|Special:enum|Square:{side:float})");
    assertThat(Codecs.map(Codecs.of(String.class), Codecs.of(Double.class)).fingerprint())
        .isEqualTo("map<string,double>");
  }

  @Test
  void aConstantOrClassThatIsGoneIsNamed() throws IOException {
    byte[] purple = bytes(Codecs.of(String.class), "PURPLE");

    assertThatThrownBy(() -> read(Codecs.of(CodecSamples.Color.class), purple))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Color has no constant PURPLE");
    assertThatThrownBy(() -> read(Codecs.of(CodecSamples.Shape.class), purple))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Shape permits no class named PURPLE");
  }

  @Test
  void whatARecordItselfThrowsIsThrown() throws IOException {
    record Positive(int number) {
      Positive {
        if (number <= 0) {
          throw new IllegalArgumentException("not positive: " + number);
        }
      }
    }
    byte[] one = bytes(Codecs.of(Positive.class), new Positive(1));
    byte[] minusOne = bytes(Codecs.of(int.class), -1);

    assertThat(read(Codecs.of(Positive.class), one)).isEqualTo(new Positive(1));
    assertThatThrownBy(() -> read(Codecs.of(Positive.class), minusOne))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not positive: -1");
  }

  @Test
  void findTakesGenericTypes() throws IOException {
    @SuppressWarnings("unchecked")
    Codec<Map<String, List<Integer>>> codec =
        (Codec<Map<String, List<Integer>>>)
            Codecs.find(
                    CodecSamples.generic(
                        Map.class, String.class, CodecSamples.generic(List.class, Integer.class)))
                .orElseThrow();
    Map<String, List<Integer>> value = Map.of("a", List.of(1, 2));

    assertThat(read(codec, bytes(codec, value))).isEqualTo(value);
    assertThat(Codecs.find(CodecSamples.generic(Optional.class, Thread.class))).isEmpty();
    assertThat(Codecs.find(List.class)).isEmpty();
    assertThat(Codecs.find(Object.class)).isEmpty();
  }

  static <T> byte[] bytes(Codec<T> codec, T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(value, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static <T> T read(Codec<T> codec, byte[] bytes) throws IOException {
    return codec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private <T> List<T> values(CodecSamples.Sample<T> sample, int count) {
    return Stream.generate(() -> sample.values().apply(random)).limit(count).toList();
  }

  @SuppressWarnings("unchecked")
  static <T> Codec<T> serialized(Codec<T> codec) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(codec);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Codec<T>) in.readObject();
    }
  }
}
