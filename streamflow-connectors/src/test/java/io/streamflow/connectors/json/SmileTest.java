package io.streamflow.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.window.TimeWindow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values that no codec of the core can be found for. */
class SmileTest {
  record Tree(String name, List<Tree> children) {}

  /** A plain class, as it was written before there were records. */
  public static final class Account {
    private String owner = "";
    private long cents;

    public String getOwner() {
      return owner;
    }

    public void setOwner(String owner) {
      this.owner = owner;
    }

    public long getCents() {
      return cents;
    }

    public void setCents(long cents) {
      this.cents = cents;
    }
  }

  record Order(String id, int count, Instant at, TimeWindow window) {}

  record OrderNow(String id, long price, String note, Optional<String> code, boolean paid) {}

  private static <T> byte[] bytes(Codec<T> codec, T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(value, new DataOutputStream(bytes));
    bytes.write(42);
    return bytes.toByteArray();
  }

  private static <T> T read(Codec<T> codec, byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    T value = codec.read(in);
    assertThat(in.readAllBytes()).containsExactly(42);
    return value;
  }

  private static <T> T copy(Codec<T> codec, T value) throws IOException {
    return read(codec, bytes(codec, value));
  }

  @Test
  void aTypeWithinItselfComesBackAndTellsWhereItEnds() throws IOException {
    Tree leaf = new Tree("leaf", List.of());
    Tree tree = new Tree("root", List.of(leaf, new Tree("branch", List.of(leaf, leaf))));

    assertThat(Codecs.find(Tree.class)).isEmpty();
    assertThat(copy(Smile.of(Tree.class), tree)).isEqualTo(tree);
  }

  @Test
  void aPlainClassComesBack() throws IOException {
    Account account = new Account();
    account.setOwner("Ada");
    account.setCents(1L << 40);

    assertThat(copy(Smile.of(Account.class), account))
        .usingRecursiveComparison()
        .isEqualTo(account);
  }

  @Test
  void aTypeWithArgumentsIsSaidByAToken() throws IOException {
    Smile<Map<String, List<Tree>>> codec = Smile.of(new Smile.Of<Map<String, List<Tree>>>() {});
    Map<String, List<Tree>> value = Map.of("a", List.of(new Tree("leaf", List.of())));

    assertThat(copy(codec, value)).isEqualTo(value);
    assertThat(codec.fingerprint()).isEqualTo("smile:Map");
    assertThat(copy(Codecs.list(Smile.of(Tree.class)), value.get("a"))).isEqualTo(value.get("a"));
  }

  @Test
  void aTokenWithoutATypeIsRefused() {
    assertThatThrownBy(SmileTest::<String>unknown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write new Smile.Of<List<Order>>() {}");
  }

  private static <V> Smile<V> unknown() {
    return Smile.of(new Smile.Of<V>() {});
  }

  @Test
  void valuesOutliveChangesOfTheirClass() throws IOException {
    Smile<Order> older = Smile.of(Order.class);
    Order order =
        new Order("o1", 3, Instant.parse("2026-01-01T00:00:00.000000001Z"), TimeWindow.ALL);
    assertThat(copy(older, order)).isEqualTo(order);

    Codec<OrderNow> today = Codecs.reading(Smile.of(OrderNow.class), older.fingerprint());

    assertThat(read(today, bytes(older, order)))
        .isEqualTo(new OrderNow("o1", 0, null, Optional.empty(), false));
    assertThat(Smile.of(Order.class).reading("{id:string?}")).isEmpty();
    assertThat(Codecs.list(Smile.of(OrderNow.class)).reading("list<smile:Order>")).isPresent();
  }

  @Test
  void itIsNotForKeysAndHasAStableFingerprint() {
    assertThat(Smile.of(Tree.class).canonical()).isFalse();
    assertThat(Smile.of(Tree.class).fingerprint()).isEqualTo("smile:Tree");
  }

  @Test
  void whatCannotBeReadSaysWhere() throws IOException {
    record Text(String count) {}
    byte[] wrong = bytes(Smile.of(Text.class), new Text("many"));

    assertThatThrownBy(() -> read(Smile.of(Order.class), wrong))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read Order as Smile at count: ");
    assertThatThrownBy(() -> read(Smile.of(Order.class), new byte[] {3, 'a', 'b', 'c'}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read Order as Smile");
  }

  @Test
  void itSurvivesSerialization() throws Exception {
    Smile<List<Tree>> codec = Smile.of(new Smile.Of<List<Tree>>() {});
    List<Tree> value = List.of(new Tree("leaf", List.of()));
    assertThat(copy(codec, value)).isEqualTo(value);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(codec);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      @SuppressWarnings("unchecked")
      Smile<List<Tree>> read = (Smile<List<Tree>>) in.readObject();
      assertThat(copy(read, value)).isEqualTo(value);
    }
  }
}
