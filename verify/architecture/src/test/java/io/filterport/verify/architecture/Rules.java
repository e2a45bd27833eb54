package io.filterport.verify.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.module.ModuleFinder;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the rooms of a house may not do.
 *
 * @param house whose
 */
record Rules(House house) {
  private static final Set<String> JAVA_BASE =
      ModuleFinder.ofSystem().find("java.base").orElseThrow().descriptor().packages();
  private static final Set<String> POOLS =
      Set.of(
          "java.util.concurrent.Executors",
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.ScheduledThreadPoolExecutor",
          "java.util.concurrent.ForkJoinPool",
          "java.util.Timer");
  private static final Set<String> PROCESSES =
      Set.of("java.lang.Process", "java.lang.ProcessBuilder", "java.lang.Runtime");
  private static final Set<String> DECISIONS =
      Set.of(
          "security.AccessCheck",
          "security.SecurityDescriptor",
          "security.AccessControlList",
          "security.AccessControlEntry",
          "security.AccessMask",
          "security.Sddl");

  ArchRule onlyTheNativeRoomTouchesNativeCode() {
    return noClasses()
        .that(liveOutside("linux"))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Linker.class, SymbolLookup.class)
        .orShould()
        .accessTargetWhere(is(MemorySegment.class, "reinterpret"))
        .because("native code is in one room, where every call is looked at");
  }

  ArchRule engineIsPure() {
    return noClasses()
        .that(liveIn("engine"))
        .should()
        .dependOnClassesThat(
            describe(
                "reach for the network, for files, for processes or for pools of threads",
                Rules::isOutsideOfTheEngine))
        .because("memory, identity, the clock and the way to wait are handed in");
  }

  private static boolean isOutsideOfTheEngine(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("java.net")
        || name.startsWith("java.net.")
        || name.startsWith("java.nio.file")
        || name.startsWith("java.nio.channels")
        || type.getName().matches("java\\.io\\.(File.*|RandomAccessFile)")
        || POOLS.contains(type.getName())
        || PROCESSES.contains(type.getName());
  }

  ArchRule apiNeedsNothing() {
    return classes()
        .that(liveIn("api"))
        .should()
        .onlyDependOnClassesThat(
            describe("are of java.base, jspecify or the api itself", this::isOfTheApi))
        .because("whoever writes a filter or a service gets nothing else with it");
  }

  private boolean isOfTheApi(JavaClass type) {
    JavaClass element = type.getBaseComponentType();
    return element.isPrimitive()
        || JAVA_BASE.contains(element.getPackageName())
        || element.getPackageName().startsWith("org.jspecify.")
        || (house.contains(element) && house.room(element).equals("api"));
  }

  ArchRule roomsUseLowerFloors() {
    return classes()
        .that(liveInTheHouse())
        .should(useRoomsOfLowerFloorsOnly())
        .because("dependencies point downwards");
  }

  private ArchCondition<JavaClass> useRoomsOfLowerFloorsOnly() {
    return new ArchCondition<>("use rooms of lower floors only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String room = house.room(type);
        if (!house.hasFloor(room)) {
          violated(
              events,
              type,
              "it is in " + room + ", without a floor, " + type.getSourceCodeLocation());
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (house.contains(target) && !house.mayUse(room, house.room(target))) {
            violated(events, type, dependency.getDescription());
          }
        }
      }
    };
  }

  private static void violated(ConditionEvents events, JavaClass type, String what) {
    events.add(SimpleConditionEvent.violated(type, what));
  }

  ArchRule ipcHoldsNoSemantics() {
    return noClasses()
        .that(liveIn("ipc"))
        .should()
        .dependOnClassesThat(
            describe(
                "decide who may connect",
                type -> house.contains(type) && DECISIONS.contains(nameInHouse(type))))
        .because("a decision that appears there is in the wrong room");
  }

  private String nameInHouse(JavaClass type) {
    return type.getName().substring(house.root().length() + 1);
  }

  /** Commands may pause before they try again, and poll processes that tell nobody. */
  ArchRule nobodySleeps() {
    return noClasses()
        .that(liveOutside("cli"))
        .should()
        .accessTargetWhere(is(Thread.class, "sleep").or(is(TimeUnit.class, "sleep")))
        .because("whoever waits for something is woken by it");
  }

  ArchRule onlyTheCommandTalks() {
    return noClasses()
        .that(liveOutside("cli"))
        .should()
        .accessTargetWhere(is(System.class, "out").or(is(System.class, "err")).or(anyStackTrace()))
        .because("a library has a logger");
  }

  private static DescribedPredicate<JavaAccess<?>> anyStackTrace() {
    return describe(
        "printStackTrace",
        access ->
            access.getName().equals("printStackTrace")
                && access.getTargetOwner().isAssignableTo(Throwable.class));
  }

  private static DescribedPredicate<JavaAccess<?>> is(Class<?> owner, String member) {
    return describe(
        owner.getSimpleName() + "." + member,
        access -> access.getTargetOwner().isAssignableTo(owner) && access.getName().equals(member));
  }

  private DescribedPredicate<JavaClass> liveIn(String room) {
    return describe(
        "live in " + room, type -> house.contains(type) && house.room(type).equals(room));
  }

  private DescribedPredicate<JavaClass> liveOutside(String room) {
    return describe(
        "live outside of " + room, type -> house.contains(type) && !house.room(type).equals(room));
  }

  private DescribedPredicate<JavaClass> liveInTheHouse() {
    return describe("live in the house", house::contains);
  }
}
