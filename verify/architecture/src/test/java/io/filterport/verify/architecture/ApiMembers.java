package io.filterport.verify.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What programs can name: the classes of the api and some of Java, by their simple names. */
final class ApiMembers {
  private static final House HOUSE = new House("io.filterport");

  private static final Map<String, Set<String>> BY_CLASS =
      Stream.concat(
              new ClassFileImporter()
                  .importPackages("io.filterport").stream()
                      .filter(type -> HOUSE.room(type).equals("api")),
              new ClassFileImporter().importClasses(Thread.class).stream())
          .collect(
              Collectors.toMap(JavaClass::getSimpleName, ApiMembers::members, ApiMembers::both));

  private ApiMembers() {}

  private static Set<String> members(JavaClass type) {
    Stream<String> own = type.getAllMembers().stream().map(JavaMember::getName);
    Stream<String> nested = Stream.of(type.reflect().getClasses()).map(Class::getSimpleName);
    return Stream.concat(own, nested).collect(Collectors.toSet());
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
  }

  static boolean has(String type, String member) {
    return BY_CLASS.getOrDefault(type, Set.of()).contains(member);
  }
}
