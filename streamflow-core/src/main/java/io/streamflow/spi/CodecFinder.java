package io.streamflow.spi;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Derives the codec of one type from its shape. Used once, by one thread. */
final class CodecFinder {
  /** There is no codec; the message says where and why. Never leaves this package. */
  static final class UnknownPartException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownPartException(String message) {
      super(message);
    }
  }

  /**
   * What a type variable stands for, and the place where that was written: the variables there, and
   * the types it was within. {@code Pair<A, Pair<B, C>>} is not a type within itself.
   */
  private record Bound(Type type, Map<TypeVariable<?>, Bound> variables, Set<Class<?>> within) {}

  private final Deque<String> path = new ArrayDeque<>();
  private Set<Class<?>> within = Set.of();

  private CodecFinder() {}

  static Codec<?> find(Type type) throws UnknownPartException {
    return new CodecFinder().of(type, Map.of());
  }

  private Codec<?> of(Type type, Map<TypeVariable<?>, Bound> variables)
      throws UnknownPartException {
    return switch (type) {
      case Class<?> plain -> ofClass(plain, Map.of());
      case ParameterizedType generic -> {
        Class<?> raw = (Class<?>) generic.getRawType();
        Map<TypeVariable<?>, Bound> arguments = new HashMap<>();
        for (int i = 0; i < raw.getTypeParameters().length; i++) {
          Bound argument = new Bound(generic.getActualTypeArguments()[i], variables, within);
          arguments.put(raw.getTypeParameters()[i], argument);
        }
        yield ofClass(raw, arguments);
      }
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], variables);
      case TypeVariable<?> variable -> {
        Bound bound = variables.get(variable);
        if (bound == null) {
          throw missing("is " + variable + ", of which nothing more is known");
        }
        Set<Class<?>> here = within;
        within = bound.within;
        Codec<?> codec = of(bound.type, bound.variables);
        within = here;
        yield codec;
      }
      default -> throw missing("is " + type.getTypeName() + ", which has no codec");
    };
  }

  private Codec<?> ofClass(Class<?> type, Map<TypeVariable<?>, Bound> variables)
      throws UnknownPartException {
    Codec<?> builtIn = BuiltInCodecs.BY_CLASS.get(type);
    if (builtIn != null) {
      return builtIn;
    }
    if (type.isEnum()) {
      return ofEnum(type);
    }
    Container container = Container.BY_CLASS.get(type);
    if (container != null) {
      List<Codec<?>> arguments = new ArrayList<>();
      for (String name : container.arguments()) {
        arguments.add(argument(type, arguments.size(), name, variables));
      }
      return container.codec().apply(arguments);
    }
    if (!type.isRecord() && !(type.isSealed() && type.isInterface())) {
      throw missing("is " + type.getName() + ", which has no codec");
    }
    if (within.contains(type)) {
      throw missing(
          "is "
              + type.getName()
              + " again, and a type within itself has no codec: write one, or use"
              + " io.streamflow.connectors.json.Smile");
    }
    Set<Class<?>> outside = within;
    within = new HashSet<>(outside);
    within.add(type);
    Codec<?> codec = type.isRecord() ? ofRecord(type, variables) : ofSealed(type, variables);
    within = outside;
    return codec;
  }

  private Codec<?> argument(
      Class<?> type, int index, String name, Map<TypeVariable<?>, Bound> variables)
      throws UnknownPartException {
    path.addLast(name);
    Codec<?> codec = of(type.getTypeParameters()[index], variables);
    path.removeLast();
    return codec;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Codec<?> ofEnum(Class<?> type) {
    return new EnumCodec(type);
  }

  private Codec<?> ofRecord(Class<?> type, Map<TypeVariable<?>, Bound> variables)
      throws UnknownPartException {
    RecordComponent[] components = type.getRecordComponents();
    Codec<?>[] codecs = new Codec<?>[components.length];
    for (int i = 0; i < codecs.length; i++) {
      path.addLast("component " + components[i].getName());
      codecs[i] = of(components[i].getGenericType(), variables);
      path.removeLast();
    }
    try {
      return new RecordCodec<>(type, codecs);
    } catch (InaccessibleObjectException e) {
      throw missing(
          "is %s, whose module must say \"opens %s to %s\""
              .formatted(
                  type.getName(), type.getPackageName(), CodecFinder.class.getModule().getName()));
    }
  }

  private Codec<?> ofSealed(Class<?> type, Map<TypeVariable<?>, Bound> variables)
      throws UnknownPartException {
    SortedMap<String, SealedCodec.Case> cases = new TreeMap<>();
    addCases(type, variables, cases);
    return new SealedCodec<>(type, cases.values().toArray(SealedCodec.Case[]::new));
  }

  private void addCases(
      Class<?> type,
      Map<TypeVariable<?>, Bound> variables,
      SortedMap<String, SealedCodec.Case> cases)
      throws UnknownPartException {
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      Map<TypeVariable<?>, Bound> inner = variablesBelow(type, permitted, variables);
      if (permitted.isSealed() && permitted.isInterface()) {
        addCases(permitted, inner, cases);
        continue;
      }
      path.addLast("permitted class " + permitted.getSimpleName());
      SealedCodec.Case added = new SealedCodec.Case(permitted, ofClass(permitted, inner));
      SealedCodec.Case other = cases.put(permitted.getSimpleName(), added);
      if (other != null && other.type() != permitted) {
        throw missing("shares its simple name with " + other.type().getName());
      }
      path.removeLast();
    }
  }

  /** What the variables of a permitted class stand for, given those of its sealed interface. */
  private static Map<TypeVariable<?>, Bound> variablesBelow(
      Class<?> type, Class<?> permitted, Map<TypeVariable<?>, Bound> variables) {
    Map<TypeVariable<?>, Bound> inner = new HashMap<>();
    for (Type parent : permitted.getGenericInterfaces()) {
      if (parent instanceof ParameterizedType generic && generic.getRawType() == type) {
        for (int i = 0; i < type.getTypeParameters().length; i++) {
          Bound bound = variables.get(type.getTypeParameters()[i]);
          if (generic.getActualTypeArguments()[i] instanceof TypeVariable<?> variable
              && bound != null) {
            inner.put(variable, bound);
          }
        }
      }
    }
    return inner;
  }

  private UnknownPartException missing(String reason) {
    return new UnknownPartException(
        path.isEmpty() ? "it " + reason : String.join(", ", path) + " " + reason);
  }
}
