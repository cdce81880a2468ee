package io.streamflow.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.function.Action;
import io.streamflow.function.Emitter;
import io.streamflow.function.FilterFunction;
import io.streamflow.function.FlatMapFunction;
import io.streamflow.function.IndexFunction;
import io.streamflow.function.KeyFunction;
import io.streamflow.function.MapFunction;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.function.ReduceFunction;
import io.streamflow.function.SerializableSupplier;
import io.streamflow.function.TimestampMillisFunction;
import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"serial", "ArrayRecordComponent"})
class LambdaTypesTest {
  enum Color {
    RED
  }

  record Order(String id, int count, Color color, List<String> tags, byte[] raw) {
    static Order parse(String text) {
      return new Order(text, 0, Color.RED, List.of(), new byte[0]);
    }

    Order(String id) {
      this(id, 0, Color.RED, List.of(), new byte[0]);
    }

    Map<String, List<Integer>> totals() {
      return Map.of();
    }

    void split(Emitter<? super Order> out) {
      out.emit(this);
    }

    <T> List<T> generic() {
      return List.of();
    }
  }

  private record Hidden(long value) {}

  /** Not serializable, on purpose. */
  private static final class Connection {
    String name() {
      return "connection";
    }
  }

  private static <T, R> MapFunction<T, R> map(MapFunction<T, R> function) {
    return function;
  }

  private static <T> MapFunction<T, T> erased() {
    return value -> value;
  }

  private static <T> MapFunction<T, T> erasedAnonymous() {
    return new MapFunction<>() {
      @Override
      public T apply(T value) {
        return value;
      }
    };
  }

  // Lambdas and method references

  @Test
  void lambda() {
    assertResult((MapFunction<Order, String>) order -> order.id()).isEqualTo("java.lang.String");
  }

  @Test
  void lambdaWhoseTypesWereInferred() {
    assertResult(LambdaTypesTest.<Order, Color>map(order -> order.color()))
        .isEqualTo(Color.class.getName());
    assertResult(map((Order order) -> new Hidden(order.count()))).isEqualTo(Hidden.class.getName());
  }

  @Test
  void lambdaOfAPrimitiveIsBoxed() {
    assertResult((MapFunction<Order, Integer>) order -> order.count() + 1)
        .isEqualTo("java.lang.Integer");
    assertResult((TimestampMillisFunction<Order>) order -> 1L).isEqualTo("java.lang.Long");
    assertResult((FilterFunction<Order>) order -> true).isEqualTo("java.lang.Boolean");
  }

  @Test
  void lambdaOfALocalType() {
    record Local(int value) {}
    assertResult(map((Integer value) -> new Local(value))).isEqualTo(Local.class.getName());
  }

  @Test
  void capturingLambda() {
    String prefix = String.valueOf(1);
    assertResult(map((Order order) -> prefix + order.id())).isEqualTo("java.lang.String");
  }

  @Test
  void lambdaThatCapturesWhatIsNotSerializable() {
    Connection connection = new Connection();
    assertResult(map((Order order) -> connection.name())).isEqualTo("java.lang.String");
    assertResult((SerializableSupplier<String>) connection::name).isEqualTo("java.lang.String");
  }

  private final Connection field = new Connection();

  @Test
  void lambdaThatCapturesItsNotSerializableOwner() {
    assertResult(map((Order order) -> field.name())).isEqualTo("java.lang.String");
  }

  @Test
  void lambdaWithinALambda() {
    MapFunction<Order, String> inner = order -> order.id();
    assertResult(map((Order order) -> inner.apply(order).length())).isEqualTo("java.lang.Integer");
    assertResult(map((Order order) -> inner)).isEqualTo(MapFunction.class.getName());
  }

  @Test
  void lambdaOfAnArray() {
    assertResult(map((Order order) -> order.raw())).isEqualTo("byte[]");
    assertResult(map((Order order) -> new String[0][])).isEqualTo("java.lang.String[][]");
  }

  @Test
  void lambdaThatThrows() {
    MapFunction<Order, Instant> function =
        order -> {
          throw new Exception("never called");
        };
    assertResult(function).isEqualTo("java.time.Instant");
  }

  @Test
  void lambdaOfAGenericTypeLosesTheArguments() {
    assertResult(map((Order order) -> order.tags())).isEqualTo("java.util.List");
  }

  @Test
  void otherFunctionsThanMap() {
    assertResult((KeyFunction<Order, Color>) order -> order.color())
        .isEqualTo(Color.class.getName());
    assertResult((IndexFunction<Order>) index -> new Order("" + index))
        .isEqualTo(Order.class.getName());
    assertResult((ReduceFunction<Long>) Long::sum).isEqualTo("java.lang.Long");
  }

  @Test
  void methodReferences() {
    assertResult((MapFunction<Order, String>) Order::id).isEqualTo("java.lang.String");
    assertResult((KeyFunction<Order, Color>) Order::color).isEqualTo(Color.class.getName());
    assertResult((MapFunction<Order, Integer>) Order::count).isEqualTo("java.lang.Integer");
    assertResult((MapFunction<String, Order>) Order::parse).isEqualTo(Order.class.getName());
    assertResult((MapFunction<Map.Entry<String, Order>, Order>) Map.Entry::getValue)
        .isEqualTo(Order.class.getName());
  }

  @Test
  void methodReferenceKeepsTypeArguments() {
    assertResult((MapFunction<Order, List<String>>) Order::tags)
        .isEqualTo("java.util.List<java.lang.String>");
    assertResult((MapFunction<Order, Map<String, List<Integer>>>) Order::totals)
        .isEqualTo("java.util.Map<java.lang.String, java.util.List<java.lang.Integer>>");
  }

  @Test
  void methodReferenceToAGenericMethodLosesThem() {
    assertResult((MapFunction<Order, List<String>>) Order::generic).isEqualTo("java.util.List");
    assertResult((MapFunction<List<List<String>>, List<String>>) List::getFirst)
        .isEqualTo("java.util.List");
  }

  @Test
  void methodReferenceAskedForLess() {
    assertResult((MapFunction<Order, Comparable<String>>) Order::id)
        .isEqualTo("java.lang.Comparable");
    assertUnknown((MapFunction<Order, Object>) Order::id);
  }

  @Test
  void constructorReferences() {
    assertResult((MapFunction<String, Order>) Order::new).isEqualTo(Order.class.getName());
    assertResult((SerializableSupplier<List<String>>) ArrayList::new).isEqualTo("java.util.List");
    assertResult((MapFunction<Integer, int[]>) int[]::new).isEqualTo("int[]");
  }

  @Test
  void flatMapByMethodReferenceIsKnownByItsEmitter() {
    assertResult((FlatMapFunction<Order, Order>) Order::split).isEqualTo(Order.class.getName());
  }

  @Test
  void flatMapByLambdaIsUnknown() {
    assertUnknown((FlatMapFunction<Order, String>) (order, out) -> out.emit(order.id()));
  }

  @Test
  void functionsWithoutResultAreUnknown() {
    assertUnknown((Action<Order>) order -> {});
    assertUnknown((MapFunction<Order, Void>) order -> null);
  }

  @Test
  void lambdaMadeInAGenericMethodIsUnknown() {
    assertUnknown(LambdaTypesTest.<Order>erased());
    assertUnknown(LambdaTypesTest.<Order>erasedAnonymous());
  }

  // Classes

  private static class Tagging implements MapFunction<Order, List<String>> {
    @Override
    public List<String> apply(Order order) {
      return order.tags();
    }
  }

  private static final class TaggingToo extends Tagging {}

  private abstract static class Listing<A, B> implements MapFunction<A, List<? extends B>> {}

  private static final class ListingOrders extends Listing<String, Map<Integer, Order[]>> {
    @Override
    public List<Map<Integer, Order[]>> apply(String value) {
      return List.of();
    }
  }

  private interface Parser<P> extends MapFunction<String, P> {}

  private record Parsing(int field) implements Parser<Order> {
    @Override
    public Order apply(String value) {
      return Order.parse(value);
    }
  }

  private enum Coloring implements MapFunction<Order, Color> {
    PLAIN {
      @Override
      public Color apply(Order order) {
        return order.color();
      }
    }
  }

  private static final class Splitting implements FlatMapFunction<Order, Hidden> {
    @Override
    public void apply(Order value, Emitter<Hidden> out) {
      out.emit(new Hidden(1));
    }
  }

  private static final class Both
      implements MapFunction<Order, String>, FilterFunction<Order>, Comparable<Both> {
    @Override
    public String apply(Order value) {
      return value.id();
    }

    @Override
    public boolean test(Order value) {
      return true;
    }

    @Override
    public int compareTo(Both other) {
      return 0;
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class Raw implements MapFunction {
    @Override
    public Object apply(Object value) {
      return "";
    }
  }

  private static final class Unwilling implements MapFunction<Order, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String apply(Order value) {
      return value.id();
    }

    private Object writeReplace() {
      throw new IllegalStateException("not to be called");
    }
  }

  private static final class Visits
      implements ProcessFunction<String, Order, List<Long>, Color, Order> {
    @Override
    public List<Long> initial(String key) {
      return List.of();
    }

    @Override
    public List<Long> onItem(
        Order item, List<Long> state, ProcessContext<String, List<Long>, Color, Order> context) {
      return state;
    }
  }

  @Test
  void namedClasses() {
    assertResult(new Tagging()).isEqualTo("java.util.List<java.lang.String>");
    assertResult(new TaggingToo()).isEqualTo("java.util.List<java.lang.String>");
    assertResult(new Parsing(1)).isEqualTo(Order.class.getName());
    assertResult(Coloring.PLAIN).isEqualTo(Color.class.getName());
    assertResult(new Splitting()).isEqualTo(Hidden.class.getName());
    assertResult(new Unwilling()).isEqualTo("java.lang.String");
  }

  @Test
  void anonymousClasses() {
    assertResult(
            new MapFunction<Order, Optional<Hidden>>() {
              @Override
              public Optional<Hidden> apply(Order value) {
                return Optional.empty();
              }
            })
        .isEqualTo("java.util.Optional<" + Hidden.class.getName() + ">");
  }

  @Test
  void variablesAreResolvedThroughSuperclasses() throws NoSuchFieldException {
    class Expected {
      @SuppressWarnings("unused")
      List<Map<Integer, Order[]>> field;
    }
    Type expected = Expected.class.getDeclaredField("field").getGenericType();

    Type result = LambdaTypes.resultOf(new ListingOrders()).orElseThrow();

    assertThat(result).isEqualTo(expected).hasSameHashCodeAs(expected);
    assertThat(expected).isEqualTo(result);
    assertThat(result).isInstanceOf(ParameterizedType.class).hasToString(expected.toString());
  }

  @Test
  void classesThatDoNotTell() {
    assertUnknown(new Both());
    assertUnknown(new Raw());
    assertUnknown(
        (Serializable)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {MapFunction.class},
                (proxy, method, arguments) -> ""));
  }

  @Test
  void typeArgumentsOfAProcessFunction() {
    assertThat(typeArgument(new Visits(), 0)).hasValue("java.lang.String");
    assertThat(typeArgument(new Visits(), 1)).hasValue(Order.class.getName());
    assertThat(typeArgument(new Visits(), 2)).hasValue("java.util.List<java.lang.Long>");
    assertThat(typeArgument(new Visits(), 3)).hasValue(Color.class.getName());
    assertThat(LambdaTypes.typeArgument(new ListingOrders(), MapFunction.class, 0))
        .hasValue(String.class);
  }

  @Test
  void typeArgumentsThatAreNotThere() {
    assertThat(LambdaTypes.typeArgument(new Raw(), MapFunction.class, 1)).isEmpty();
    assertThat(LambdaTypes.typeArgument(erased(), MapFunction.class, 1)).isEmpty();
    assertThat(LambdaTypes.typeArgument(erasedAnonymous(), MapFunction.class, 1)).isEmpty();
    assertThatThrownBy(() -> LambdaTypes.typeArgument(new Tagging(), MapFunction.class, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Tagging has no type argument 2 of " + MapFunction.class.getName());
    assertThatThrownBy(() -> LambdaTypes.typeArgument("text", MapFunction.class, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String has no type argument 0");
  }

  private static Optional<String> typeArgument(Object implementation, int index) {
    return LambdaTypes.typeArgument(implementation, ProcessFunction.class, index)
        .map(Type::getTypeName);
  }

  private static AbstractStringAssert<?> assertResult(Serializable function) {
    return assertThat(LambdaTypes.resultOf(function).orElseThrow().getTypeName());
  }

  private static void assertUnknown(Serializable function) {
    assertThat(LambdaTypes.resultOf(function)).isEmpty();
  }
}
