package io.streamflow.spi;

import static io.streamflow.spi.CodecsTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was stored is read by the class as it is today. */
class EvolutionTest {
  private static final int END = 42;

  /** Reads what {@code older} wrote with the codec of {@code today}; nothing may be left over. */
  private static <T> T evolved(Codec<?> older, Object value, Codec<T> today) throws IOException {
    return read(Codecs.reading(today, older.fingerprint()), bytes(cast(older), value));
  }

  private static <T> T read(Codec<T> codec, byte[] bytes) throws IOException {
    byte[] more = java.util.Arrays.copyOf(bytes, bytes.length + 1);
    more[bytes.length] = END;
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(more));
    T value = codec.read(in);
    assertThat(in.readAllBytes()).containsExactly(END);
    return value;
  }

  private static <T> T evolved(Record value, Class<T> today) throws IOException {
    return evolved(Codecs.of(value.getClass()), value, Codecs.of(today));
  }

  @SuppressWarnings("unchecked")
  private static Codec<Object> cast(Codec<?> codec) {
    return (Codec<Object>) codec;
  }

  record Old(String name, int count) {}

  record Grown(
      int number,
      String name,
      boolean flag,
      char letter,
      double fraction,
      String note,
      Integer boxed,
      Optional<String> maybe,
      OptionalInt maybeNumber,
      List<String> list,
      Set<String> set,
      Map<String, Long> map,
      Old nested,
      int count) {}

  @Test
  void newComponentsAreEmptyOrZeroOrNull() throws IOException {
    assertThat(evolved(new Old("a", 7), Grown.class))
        .isEqualTo(
            new Grown(
                0,
                "a",
                false,
                '\0',
                0,
                null,
                null,
                Optional.empty(),
                OptionalInt.empty(),
                List.of(),
                Set.of(),
                Map.of(),
                null,
                7));
  }

  record Swapped(int count, String name) {}

  @Test
  void componentsAreFoundByNameInAnyOrder() throws IOException {
    assertThat(evolved(new Old("a", 7), Swapped.class)).isEqualTo(new Swapped(7, "a"));
    assertThat(evolved(new Old(null, 7), Swapped.class)).isEqualTo(new Swapped(7, null));
  }

  record Name(String name) {}

  record Nothing() {}

  @Test
  void removedComponentsOfEveryKindArePassedOver() throws IOException {
    for (CodecSamples.Sample<?> sample : CodecSamples.all().toList()) {
      java.util.Random random = new java.util.Random(5);
      for (int i = 0; i < 50; i++) {
        Object value = sample.values().apply(random);
        Form form = Form.parse(sample.codec().fingerprint()).orElseThrow();
        assertThat(form.text()).isEqualTo(sample.codec().fingerprint());
        assertThat(OldForms.canSkip(form)).as(form.text()).isTrue();
        byte[] bytes = bytes(cast(sample.codec()), value);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        OldBytes.skip(form, in);
        assertThat(in.available()).as("%s of %s", value, form.text()).isZero();
      }
    }
    assertThat(evolved(new Old("a", 7), Name.class)).isEqualTo(new Name("a"));
    assertThat(evolved(new Old("a", 7), Nothing.class)).isEqualTo(new Nothing());
    Grown grown =
        new Grown(
            1,
            "a",
            true,
            'x',
            2,
            null,
            3,
            Optional.of("m"),
            OptionalInt.of(4),
            List.of("l"),
            Set.of("s"),
            Map.of("k", 5L),
            new Old(null, 6),
            7);
    assertThat(evolved(grown, Old.class)).isEqualTo(new Old("a", 7));
  }

  record Narrow(
      byte b, short s, int i, float f, Integer boxed, List<Integer> list, OptionalInt o) {}

  record Wide(
      short b, int s, long i, double f, Long boxed, List<Long> list, java.util.OptionalLong o) {}

  @Test
  void numbersMayBecomeWiderButNotNarrower() throws IOException {
    Narrow narrow =
        new Narrow((byte) -1, (short) -2, -3, 0.5f, -4, List.of(-5), OptionalInt.of(-6));
    Wide wide = new Wide((short) -1, -2, -3, 0.5, -4L, List.of(-5L), java.util.OptionalLong.of(-6));
    assertThat(evolved(narrow, Wide.class)).isEqualTo(wide);
    assertThat(Codecs.of(Narrow.class).reading(Codecs.of(Wide.class).fingerprint())).isEmpty();
    assertThat(Codecs.of(double.class).reading("int")).isEmpty();
    assertThat(Codecs.of(long.class).reading("double")).isEmpty();
  }

  record Boxed(Integer number, String text) {}

  record Unboxed(int number, String text) {}

  @Test
  void aNullThatCanNoLongerBeIsZero() throws IOException {
    assertThat(evolved(new Boxed(null, "a"), Unboxed.class)).isEqualTo(new Unboxed(0, "a"));
    assertThat(evolved(new Boxed(3, null), Unboxed.class)).isEqualTo(new Unboxed(3, null));
    assertThat(evolved(new Unboxed(3, "a"), Boxed.class)).isEqualTo(new Boxed(3, "a"));
  }

  record Lists1(List<Old> list, Optional<Old> maybe, Map<String, Old> map, Set<Old> set) {}

  record Lists2(
      java.util.ArrayList<Grown2> list,
      Optional<Grown2> maybe,
      java.util.HashMap<String, Grown2> map,
      Set<Grown2> set) {}

  record Grown2(String name, long count, Optional<String> more) {}

  @Test
  @SuppressWarnings("NonApiType")
  void whatIsWithinCollectionsEvolvesToo() throws IOException {
    Old old = new Old("a", 7);
    Grown2 grown = new Grown2("a", 7, Optional.empty());
    Lists2 read =
        evolved(
            new Lists1(List.of(old, old), Optional.of(old), Map.of("k", old), Set.of(old)),
            Lists2.class);

    assertThat(read.list()).containsExactly(grown, grown);
    assertThat(read.maybe()).contains(grown);
    assertThat(read.map()).isEqualTo(Map.of("k", grown));
    assertThat(read.set()).containsExactly(grown);
  }

  interface Before {
    sealed interface Shape {}

    record Circle(float radius) implements Before.Shape {}

    record Dot() implements Before.Shape {}
  }

  interface After {
    sealed interface Shape {}

    record Circle(double radius, String color) implements After.Shape {}

    record Arc(int degrees) implements After.Shape {}
  }

  @Test
  void classesMayBePermittedAndTakenAway() throws IOException {
    Codec<Before.Shape> before = Codecs.of(Before.Shape.class);
    Codec<After.Shape> after = Codecs.of(After.Shape.class);
    assertThat(evolved(before, new Before.Circle(0.5f), after))
        .isEqualTo(new After.Circle(0.5, null));
    assertThatThrownBy(() -> evolved(before, new Before.Dot(), after))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("permits no class named Dot")
        .hasMessageContaining("bring it back");
  }

  enum Few {
    RED,
    BLUE
  }

  enum More {
    BLUE,
    GREEN
  }

  @Test
  void constantsMayBeAddedAndMoved() throws IOException {
    assertThat(evolved(Codecs.of(Few.class), Few.BLUE, Codecs.of(More.class))).isEqualTo(More.BLUE);
    assertThatThrownBy(() -> evolved(Codecs.of(Few.class), Few.RED, Codecs.of(More.class)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no constant RED; a stored value is one: bring it back");
  }

  record Strict(String name, int count, String currency) {
    Strict {
      Objects.requireNonNull(currency);
    }
  }

  record Lenient(String name, int count, String currency) {
    Lenient {
      currency = currency == null ? "EUR" : currency;
    }
  }

  @Test
  void aConstructorMayPutAnotherValueForNull() throws IOException {
    assertThat(evolved(new Old("a", 7), Lenient.class)).isEqualTo(new Lenient("a", 7, "EUR"));
    assertThatThrownBy(() -> evolved(new Old("a", 7), Strict.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Strict.class.getName() + " refuses a value")
        .hasMessageContaining("let its constructor replace null")
        .hasCauseInstanceOf(NullPointerException.class);
  }

  record Keyed1(Map<Old, String> map) {}

  record Keyed2(Map<Name, String> map) {}

  @Test
  void entriesWhoseKeysBecomeEqualAreNotLost() throws IOException {
    assertThat(evolved(new Keyed1(Map.of(new Old("a", 1), "x")), Keyed2.class).map())
        .isEqualTo(Map.of(new Name("a"), "x"));
    Keyed1 two = new Keyed1(Map.of(new Old("a", 1), "x", new Old("a", 2), "y"));
    assertThatThrownBy(() -> evolved(two, Keyed2.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a map of 2 entries has only 1 different keys");
  }

  record Texts(List<String> name, int count) {}

  record Deep1(String id, Optional<List<Old>> content) {}

  record Deep2(String id, Optional<List<Texts>> content) {}

  @Test
  void whatCannotBeReadIsNamed() {
    String old = Codecs.of(Old.class).fingerprint();
    assertThatThrownBy(() -> Codecs.reading(Codecs.of(Texts.class), old))
        .isInstanceOf(NoCodecException.class)
        .hasMessageStartingWith(
            "values stored as {name:string?,count:int} cannot be read as"
                + " {name:list<string>?,count:int}: component name: was string and is"
                + " list<string>. A record may get new components")
        .hasMessageContaining("give the component a new name");
    assertThatThrownBy(
            () -> Codecs.reading(Codecs.of(Deep2.class), Codecs.of(Deep1.class).fingerprint()))
        .hasMessageContaining(
            "component content, optional, list, component name: was string and is list<string>");
    assertThatThrownBy(() -> Codecs.reading(Codecs.of(Old.class), "{name:string?,own:my-form?}"))
        .hasMessageContaining(
            "component own is gone, and only its codec knew where a my-form ends");
    assertThatThrownBy(() -> Codecs.reading(Codecs.of(Old.class), "string"))
        .hasMessageContaining(": was string and is {name:string?,count:int}.");
  }

  @Test
  void theSameFormIsReadByTheCodecItself() {
    CodecSamples.all()
        .forEach(sample -> {
          assertThat(reading(sample.codec(), sample.codec().fingerprint())).isPresent();
          assertThat(reading(sample.codec(), "something else")).isEmpty();
          assertThat(reading(sample.codec(), "{")).isEmpty();
          assertThat(reading(sample.codec(), "")).isEmpty();
        });
  }

  private static Optional<? extends Codec<?>> reading(Codec<?> codec, String fingerprint) {
    return codec.reading(fingerprint);
  }

  @Test
  void anOlderFormSurvivesSerialization() throws Exception {
    Codec<Grown2> reader =
        CodecsTest.serialized(
            Codecs.reading(Codecs.of(Grown2.class), Codecs.of(Old.class).fingerprint()));
    assertThat(read(reader, bytes(Codecs.of(Old.class), new Old("a", 7))))
        .isEqualTo(new Grown2("a", 7, Optional.empty()));
    assertThatThrownBy(() -> bytes(reader, new Grown2("a", 7, Optional.empty())))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("only reads values of the older form {name:string?,count:int}");
  }
}
