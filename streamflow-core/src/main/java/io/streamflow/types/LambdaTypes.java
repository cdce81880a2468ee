package io.streamflow.types;

import io.streamflow.function.Emitter;
import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
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
    Optional<SerializedLambda> lambda = lambda(function);
    Optional<Type> found =
        lambda.isPresent() ? ofLambda(lambda.get(), type.getClassLoader()) : ofClass(type);
    return found.isPresent() ? known(found.get()) : found;
  }

  /**
   * The type of the elements of what {@code function} returns, which is iterable. Known of a method
   * reference or class that names it, never of a lambda.
   */
  public static Optional<Type> elementOf(Serializable function) {
    Class<?> type = function.getClass();
    return lambda(function)
        .map(found -> referred(found, type.getClassLoader()).flatMap(LambdaTypes::written))
        .orElseGet(() -> ofClass(type))
        .map(TypeParts::arguments)
        .filter(arguments -> arguments.size() == 1)
        .flatMap(arguments -> known(arguments.getFirst()));
  }

  private static Optional<SerializedLambda> lambda(Serializable function) {
    // Only what a compiler spins is asked for its lambda: a user's own writeReplace is not our
    // call.
    return function.getClass().isSynthetic() ? SerializedForm.of(function) : Optional.empty();
  }

  /**
   * What the class of {@code implementation} says for type parameter number {@code index} of {@code
   * genericInterface}, itself or through what it extends. Empty for a lambda, for a raw type, and
   * when the answer is a type variable or no more than {@code Object}. {@code Void} is an answer.
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
    Type argument = TypeVariables.of(type).replacedIn(parameters[index]);
    // "None at all" is an answer here: a function without timers says so.
    return argument == Void.class ? Optional.of(argument) : known(argument);
  }

  private static Optional<Type> ofLambda(SerializedLambda lambda, @Nullable ClassLoader loader) {
    String descriptor = lambda.getInstantiatedMethodType();
    try {
      // Without the parameters: their classes need not be visible to this loader.
      Class<?> result = load("()" + descriptor.substring(descriptor.indexOf(')') + 1), loader);
      Optional<Method> referred = referred(lambda, loader);
      Optional<Type> written = referred.isPresent() ? written(referred.get()) : Optional.empty();
      // Where the reference was put may ask for less than what the method returns.
      boolean isMore = written.isPresent() && TypeParts.erasure(written.get()) == result;
      return result == void.class || isMore ? written : Optional.of(result);
    } catch (TypeNotPresentException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** The method that a method reference names; for a lambda its body, which has no generics. */
  private static Optional<Method> referred(SerializedLambda lambda, @Nullable ClassLoader loader) {
    try {
      Class<?> owner = load("()L" + lambda.getImplClass() + ";", loader);
      Optional<Method> own = named(owner.getDeclaredMethods(), lambda);
      return own.isPresent() ? own : named(owner.getMethods(), lambda);
    } catch (TypeNotPresentException | LinkageError e) {
      // Some other method of that class mentions what is not there; the erased type must do.
      return Optional.empty();
    }
  }

  private static Optional<Method> named(Method[] methods, SerializedLambda lambda) {
    for (Method method : methods) {
      if (method.getName().equals(lambda.getImplMethodName())
          && descriptor(method).equals(lambda.getImplMethodSignature())) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  private static Optional<Type> ofClass(Class<?> type) {
    TypeVariables variables = TypeVariables.of(type);
    Set<Type> results =
        interfacesOf(type)
            .filter(Serializable.class::isAssignableFrom)
            .flatMap(face -> functionOf(face).flatMap(LambdaTypes::returned).stream())
            .map(result -> TypeParts.boxed(variables.replacedIn(result)))
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
            .filter(type -> TypeParts.erasure(type) == Emitter.class)
            .flatMap(type -> TypeParts.arguments(type).stream())
            .findFirst();
  }

  private static Optional<Type> written(Method method) {
    Optional<Type> returned = returned(method);
    if (returned.isEmpty()) {
      return returned;
    }
    Type type =
        TypeParts.boxed(
            returned.get() instanceof WildcardType wildcard
                ? TypeParts.bound(wildcard)
                : returned.get());
    return TypeParts.mentionsVariable(type) ? Optional.empty() : Optional.of(type);
  }

  /** What is left of a type without its unknown parts, if anything. */
  private static Optional<Type> known(Type type) {
    Type plain = type instanceof WildcardType wildcard ? TypeParts.bound(wildcard) : type;
    Type known =
        TypeParts.mentionsVariable(plain) ? TypeParts.erasure(plain) : TypeParts.boxed(plain);
    return known == Object.class || known == Void.class
        ? Optional.empty()
        : Optional.ofNullable(known);
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }

  private static Class<?> load(String descriptor, @Nullable ClassLoader loader) {
    return MethodType.fromMethodDescriptorString(descriptor, loader).returnType();
  }
}
