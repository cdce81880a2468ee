package io.streamflow.types;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the type variables of everything that a class extends and implements stand for in it. Used
 * by the thread that made it.
 */
final class TypeVariables {
  private final Map<TypeVariable<?>, Type> meanings = new HashMap<>();

  private TypeVariables() {}

  static TypeVariables of(Class<?> type) {
    TypeVariables variables = new TypeVariables();
    variables.bindParentsOf(type);
    return variables;
  }

  private void bindParentsOf(Class<?> type) {
    Stream.concat(
            Stream.ofNullable(type.getGenericSuperclass()),
            Arrays.stream(type.getGenericInterfaces()))
        .forEach(parent -> {
          Class<?> raw = Objects.requireNonNull(TypeParts.erasure(parent));
          List<Type> arguments = TypeParts.arguments(parent);
          for (int i = 0; i < arguments.size(); i++) {
            meanings.put(raw.getTypeParameters()[i], replacedIn(arguments.get(i)));
          }
          bindParentsOf(raw);
        });
  }

  /** {@code type} with what its variables stand for; those that nothing is known of stay. */
  Type replacedIn(Type type) {
    if (!TypeParts.mentionsVariable(type)) {
      return type;
    }
    return switch (type) {
      case TypeVariable<?> variable -> meanings.getOrDefault(variable, variable);
      case WildcardType wildcard -> replacedIn(TypeParts.bound(wildcard));
      case ParameterizedType generic ->
          new SubstitutedType(
              generic.getRawType(),
              generic.getOwnerType(),
              TypeParts.arguments(generic).stream().map(this::replacedIn).toList());
      case GenericArrayType array -> {
        Class<?> component = TypeParts.erasure(replacedIn(array.getGenericComponentType()));
        yield component == null ? array : component.arrayType();
      }
      default -> type;
    };
  }
}
