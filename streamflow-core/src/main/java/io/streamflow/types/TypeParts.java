package io.streamflow.types;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a type is made of, whichever of the JDK's kinds of type it is. On any thread. */
public final class TypeParts {
  private TypeParts() {}

  /** Whether some part of it is a type variable, so that it means nothing by itself. */
  static boolean mentionsVariable(Type type) {
    return switch (type) {
      case TypeVariable<?> variable -> true;
      case WildcardType wildcard -> mentionsVariable(bound(wildcard));
      case ParameterizedType generic ->
          arguments(generic).stream().anyMatch(TypeParts::mentionsVariable);
      case GenericArrayType array -> mentionsVariable(array.getGenericComponentType());
      default -> false;
    };
  }

  /** The one type that a wildcard tells of: what is below it, else what is above it. */
  static Type bound(WildcardType wildcard) {
    Type[] lower = wildcard.getLowerBounds();
    return lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0];
  }

  /** Its type arguments as written; none for a type that is raw or not generic. */
  public static List<Type> arguments(Type type) {
    return type instanceof ParameterizedType generic
        ? List.of(generic.getActualTypeArguments())
        : List.of();
  }

  /** The class without type arguments; null when it has no class of its own. */
  public static @Nullable Class<?> erasure(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      default -> null;
    };
  }

  /** The wrapper of a primitive type; any other type itself. */
  static Type boxed(Type type) {
    return type instanceof Class<?> plain ? MethodType.methodType(plain).wrap().returnType() : type;
  }
}
