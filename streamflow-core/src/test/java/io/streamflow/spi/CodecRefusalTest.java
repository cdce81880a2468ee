package io.streamflow.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodecRefusalTest {
  record Money(long cents, Currency currency) {}

  record Line(String article, Money price) {}

  record Order(long id, List<Line> lines) {}

  record Tree(String name, List<Tree> children) {}

  record Chain<T>(T value, Chain<List<T>> next) {}

  record Family(Box<Family> parents) {}

  record Box<T>(T content) {}

  record Lists(List<? extends Number> numbers) {}

  record Arrays(Map<String, long[]> counts) {}

  sealed interface Event {}

  record Click(String page) implements Event {}

  static final class Scroll implements Event {}

  @Test
  void theMessageNamesTheClassAndThePathAndTheWayOut() {
    assertThatThrownBy(() -> Codecs.of(Order.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "no codec for "
                + Order.class.getName()
                + ": component lines, element, component price, component currency"
                + " is java.util.Currency, which has no codec. Make it a record, an enum,")
        .hasMessageEndingWith(
            "or implement io.streamflow.spi.Codec for "
                + Order.class.getName()
                + " and hand that in");
    assertThat(Codecs.find(Order.class)).isEmpty();
  }

  @Test
  void theClassItselfMayHaveNone() {
    assertRefused(Thread.class, "no codec for java.lang.Thread: it is java.lang.Thread, which");
    assertRefused(Object.class, "it is java.lang.Object, which has no codec");
    assertRefused(Record.class, "it is java.lang.Record, which has no codec");
    assertRefused(void.class, "it is void, which has no codec");
  }

  @Test
  void aRawTypeLacksItsArgument() {
    assertRefused(List.class, "element is E, of which nothing more is known");
    assertRefused(Map.class, "map key is K, of which nothing more is known");
    assertRefused(Box.class, "component content is T, of which nothing more is known");
  }

  @Test
  void aTypeWithinItselfHasNone() {
    assertRefused(
        Tree.class,
        "component children, element is "
            + Tree.class.getName()
            + " again, and a type within itself has no codec");
  }

  @Test
  void aTypeWithinItselfByWayOfAnArgumentHasNone() {
    assertRefused(
        Family.class, "component parents, component content is " + Family.class.getName());
    assertThatThrownBy(() -> Codecs.of(CodecSamples.generic(Chain.class, String.class)))
        .hasMessageContaining("component next is " + Chain.class.getName() + " again");
  }

  @Test
  void openTypesHaveNone() {
    assertRefused(Lists.class, "component numbers, element is java.lang.Number");
    assertRefused(Arrays.class, "component counts, map value is [J, which has no codec");
    assertRefused(
        Event.class,
        "permitted class Scroll is " + Scroll.class.getName() + ", which has no codec");
  }

  private static void assertRefused(Class<?> type, String message) {
    assertThatThrownBy(() -> Codecs.of(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
