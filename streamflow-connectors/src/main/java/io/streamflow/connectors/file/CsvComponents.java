package io.streamflow.connectors.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;

/**
 * What a file must have columns for: the components of a record, or the constructor parameters of
 * another class. The header is compared with them once, since without one of them every record of
 * the file would be refused.
 */
final class CsvComponents {
  /** Nothing is asked of the columns. */
  static final CsvComponents NONE = new CsvComponents("", Map.of());

  private final String type;

  /** The names of the columns that a component may be read from, by its own name. */
  private final Map<String, Set<String>> columns;

  private CsvComponents(String type, Map<String, Set<String>> columns) {
    this.type = type;
    this.columns = columns;
  }

  /** The components of {@code type}; none when annotations have it read in a way of its own. */
  static CsvComponents of(Class<?> type, ObjectMapper mapper) {
    DeserializationConfig config = mapper.deserializationConfig();
    AnnotationIntrospector annotations = config.getAnnotationIntrospector();
    ClassIntrospector classes = config.classIntrospectorInstance().forOperation(config);
    JavaType bound = mapper.constructType(type);
    AnnotatedClass annotated = classes.introspectClassAnnotations(bound);
    if (annotations.findDeserializer(config, annotated) != null
        || annotations.findDeserializationConverter(config, annotated) != null
        || annotations.findPOJOBuilder(config, annotated) != null) {
      return NONE;
    }
    Map<String, Set<String>> columns = new LinkedHashMap<>();
    for (BeanPropertyDefinition property :
        classes.introspectForDeserialization(bound, annotated).findProperties()) {
      AnnotatedParameter parameter = property.getConstructorParameter();
      if (parameter != null
          && annotations.findInjectableValue(config, parameter) == null
          && annotations.findUnwrappingNameTransformer(config, parameter) == null) {
        columns.put(property.getName(), names(property));
      }
    }
    return new CsvComponents(type.getSimpleName(), columns);
  }

  private static Set<String> names(BeanPropertyDefinition property) {
    Stream<String> aliases = property.findAliases().stream().map(PropertyName::getSimpleName);
    return Stream.concat(Stream.of(property.getName()), aliases).collect(Collectors.toSet());
  }

  /**
   * Compares the header's columns with the components.
   *
   * @throws UnusableFileException when a component has no column; names all of these and the
   *     columns, and says so when the header looks like one of another delimiter than {@code
   *     delimiter}
   */
  void check(List<String> header, char delimiter) throws UnusableFileException {
    List<String> missing = new ArrayList<>();
    columns.forEach((component, names) -> {
      if (header.stream().noneMatch(names::contains)) {
        missing.add(component);
      }
    });
    if (!missing.isEmpty()) {
      throw new UnusableFileException(
          "the header has no column for %s of %s, it has %s%s"
              .formatted(String.join(", ", missing), type, header, hint(header, delimiter)));
    }
  }

  private static String hint(List<String> header, char delimiter) {
    if (header.size() == 1) {
      for (char other : new char[] {';', '\t', '|', ','}) {
        if (other != delimiter && header.getFirst().indexOf(other) >= 0) {
          String shown = other == '\t' ? "\\t" : String.valueOf(other);
          return "; is the delimiter '" + shown + "'? see delimiter(...)";
        }
      }
    }
    return "";
  }
}
