package io.streamflow.plan;

import io.streamflow.function.Emitter;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which type a user's function results in, from what the compiler left in it. Looks at
 * the function but never calls it. Runs while a plan is made, on any thread.
 *
 * <p>A lambda knows its classes but not their type arguments; a method reference knows both when
 * the method does; a named or anonymous class knows what it wrote behind {@code implements}. A
 * lambda made inside a generic method knows nothing, and neither does one that hands its results to
 * an {@link Emitter}.
 */
public final class LambdaTypes {
  private LambdaTypes() {}

  /**
   * The type that {@code function} returns, or emits when it returns nothing; boxed when primitive.
   * Empty when that is unknown, or no more than {@code Object}.
   */
  public static Optional<Type> resultOf(Serializable function) {
    Class<?> type = function.getClass();
    // Only what a compiler spins is asked for its lambda: a user's own writeReplace is not our
    // call.
    Optional<SerializedLambda> lambda =
        type.isSynthetic() ? Capture.of(function) : Optional.empty();
    return lambda
        .map(found -> ofLambda(found, type.getClassLoader()))
        .orElseGet(() -> ofClass(type))
        .flatMap(LambdaTypes::known);
  }

  /**
   * What the class of {@code implementation} says for type parameter number {@code index} of {@code
   * genericInterface}, itself or through what it extends. Empty for a lambda, for a raw type, and
   * when the answer is a type variable or no more than {@code Object}.
   *
   * @throws IllegalArgumentException when the class does not implement it, or it has no such
   *     parameter
   */
  public static Optional<Type> typeArgument(
      Object implementation, Class<?> genericInterface, int index) {
    Class<?> type = implementation.getClass();
    TypeVariable<?>[] parameters = genericInterface.getTypeParameters();
    if (!genericInterface.isAssignableFrom(type) || index < 0 || index >= parameters.length) {
      throw new IllegalArgumentException(
          "%s has no type argument %d of %s"
              .formatted(type.getName(), index, genericInterface.getName()));
    }
    return known(substitute(parameters[index], variables(type)));
  }

  private static Optional<Type> ofLambda(SerializedLambda lambda, @Nullable ClassLoader loader) {
    String descriptor = lambda.getInstantiatedMethodType();
    try {
      // Without the parameters: their classes need not be visible to this loader.
      Class<?> result = load("()" + descriptor.substring(descriptor.indexOf(')') + 1), loader);
      Optional<Type> written = referred(lambda, loader).flatMap(LambdaTypes::written);
      if (result == void.class) {
        return written;
      }
      // Where the reference was put may ask for less than what the method returns.
      return written.filter(type -> erasure(type) == result).or(() -> Optional.of(result));
    } catch (TypeNotPresentException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** The method that a method reference names; for a lambda its body, which has no generics. */
  private static Optional<Method> referred(SerializedLambda lambda, @Nullable ClassLoader loader) {
    try {
      Class<?> owner = load("()L" + lambda.getImplClass() + ";", loader);
      return Stream.of(owner.getDeclaredMethods(), owner.getMethods())
          .flatMap(Arrays::stream)
          .filter(method -> method.getName().equals(lambda.getImplMethodName()))
          .filter(method -> descriptor(method).equals(lambda.getImplMethodSignature()))
          .findFirst();
    } catch (TypeNotPresentException | LinkageError e) {
      // Some other method of that class mentions what is not there; the erased type must do.
      return Optional.empty();
    }
  }

  private static Optional<Type> ofClass(Class<?> type) {
    Map<TypeVariable<?>, Type> variables = variables(type);
    Set<Type> results =
        interfacesOf(type)
            .filter(Serializable.class::isAssignableFrom)
            .flatMap(face -> functionOf(face).flatMap(LambdaTypes::returned).stream())
            .map(result -> boxed(substitute(result, variables)))
            .collect(Collectors.toSet());
    // Two functions in one class with different results: which one is meant cannot be told.
    return results.size() == 1 ? Optional.of(results.iterator().next()) : Optional.empty();
  }

  private static Stream<Class<?>> interfacesOf(@Nullable Class<?> type) {
    return type == null
        ? Stream.empty()
        : Stream.of(
                Stream.<Class<?>>of(type).filter(Class::isInterface),
                Arrays.stream(type.getInterfaces()).flatMap(LambdaTypes::interfacesOf),
                interfacesOf(type.getSuperclass()))
            .flatMap(each -> each);
  }

  private static Optional<Method> functionOf(Class<?> face) {
    List<Method> methods =
        Arrays.stream(face.getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .toList();
    return methods.size() == 1 ? Optional.of(methods.getFirst()) : Optional.empty();
  }

  /** What a method returns or, when that is nothing, what its emitter takes; as written. */
  private static Optional<Type> returned(Method method) {
    return method.getReturnType() != void.class
        ? Optional.of(method.getGenericReturnType())
        : Arrays.stream(method.getGenericParameterTypes())
            .filter(type -> erasure(type) == Emitter.class)
            .flatMap(type -> arguments(type).stream())
            .findFirst();
  }

  private static Optional<Type> written(Method method) {
    return returned(method)
        .map(type -> type instanceof WildcardType wildcard ? bound(wildcard) : type)
        .map(LambdaTypes::boxed)
        .filter(type -> !mentionsVariable(type));
  }

  /** What is left of a type without its unknown parts, if anything. */
  private static Optional<Type> known(Type type) {
    Type plain = type instanceof WildcardType wildcard ? bound(wildcard) : type;
    Type known = mentionsVariable(plain) ? erasure(plain) : boxed(plain);
    return Optional.ofNullable(known).filter(each -> each != Object.class && each != Void.class);
  }

  /** What the variables of everything that {@code type} extends stand for. */
  private static Map<TypeVariable<?>, Type> variables(Class<?> type) {
    Map<TypeVariable<?>, Type> variables = new HashMap<>();
    bind(type, variables);
    return variables;
  }

  private static void bind(Class<?> type, Map<TypeVariable<?>, Type> variables) {
    Stream.concat(
            Stream.ofNullable(type.getGenericSuperclass()),
            Arrays.stream(type.getGenericInterfaces()))
        .forEach(parent -> {
          Class<?> raw = Objects.requireNonNull(erasure(parent));
          List<Type> arguments = arguments(parent);
          for (int i = 0; i < arguments.size(); i++) {
            variables.put(raw.getTypeParameters()[i], substitute(arguments.get(i), variables));
          }
          bind(raw, variables);
        });
  }

  private static Type substitute(Type type, Map<TypeVariable<?>, Type> variables) {
    if (!mentionsVariable(type)) {
      return type;
    }
    return switch (type) {
      case TypeVariable<?> variable -> variables.getOrDefault(variable, variable);
      case WildcardType wildcard -> substitute(bound(wildcard), variables);
      case ParameterizedType generic ->
          new Parameterized(
              generic.getRawType(),
              generic.getOwnerType(),
              arguments(generic).stream().map(each -> substitute(each, variables)).toList());
      case GenericArrayType array -> {
        Class<?> component = erasure(substitute(array.getGenericComponentType(), variables));
        yield component == null ? array : component.arrayType();
      }
      default -> type;
    };
  }

  private static boolean mentionsVariable(Type type) {
    return switch (type) {
      case TypeVariable<?> variable -> true;
      case WildcardType wildcard -> mentionsVariable(bound(wildcard));
      case ParameterizedType generic ->
          arguments(generic).stream().anyMatch(LambdaTypes::mentionsVariable);
      case GenericArrayType array -> mentionsVariable(array.getGenericComponentType());
      default -> false;
    };
  }

  private static Type bound(WildcardType wildcard) {
    Type[] lower = wildcard.getLowerBounds();
    return lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0];
  }

  private static List<Type> arguments(Type type) {
    return type instanceof ParameterizedType generic
        ? List.of(generic.getActualTypeArguments())
        : List.of();
  }

  private static @Nullable Class<?> erasure(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      default -> null;
    };
  }

  private static Type boxed(Type type) {
    return type instanceof Class<?> plain ? MethodType.methodType(plain).wrap().returnType() : type;
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }

  private static Class<?> load(String descriptor, @Nullable ClassLoader loader) {
    return MethodType.fromMethodDescriptorString(descriptor, loader).returnType();
  }

  /**
   * A generic type whose variables have been replaced; equal to the JDK's own of the same parts.
   */
  private record Parameterized(Type raw, @Nullable Type owner, List<Type> arguments)
      implements ParameterizedType {

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return owner;
    }

    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ParameterizedType that
          && raw.equals(that.getRawType())
          && Objects.equals(owner, that.getOwnerType())
          && arguments.equals(List.of(that.getActualTypeArguments()));
    }

    @Override
    public int hashCode() {
      // As the JDK's own does.
      return Arrays.hashCode(getActualTypeArguments())
          ^ Objects.hashCode(owner)
          ^ Objects.hashCode(raw);
    }

    @Override
    public String toString() {
      return arguments.stream()
          .map(Type::getTypeName)
          .collect(Collectors.joining(", ", raw.getTypeName() + "<", ">"));
    }
  }

  /**
   * Looks at the form in which a lambda would be serialized. Serialization is the one caller that
   * may ask a lambda for it, so a stream is made that writes nothing: the form is replaced by null
   * before its captured values, which need not be serializable, are reached.
   */
  private static final class Capture extends ObjectOutputStream {
    private @Nullable SerializedLambda lambda;

    private Capture() throws IOException {
      super(OutputStream.nullOutputStream());
      enableReplaceObject(true);
    }

    static Optional<SerializedLambda> of(Serializable function) {
      try (Capture capture = new Capture()) {
        capture.writeObject(function);
        return Optional.ofNullable(capture.lambda);
      } catch (IOException | RuntimeException e) {
        return Optional.empty();
      }
    }

    @Override
    protected @Nullable Object replaceObject(Object object) {
      if (object instanceof SerializedLambda form) {
        lambda = form;
      }
      return null;
    }
  }
}
