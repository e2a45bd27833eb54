package io.filterport.verify.conformance.lifecycle;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.ControlSockets;
import io.filterport.PortSpace;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ClientProcess;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.MessageCall;
import io.filterport.filter.ServerPort;
import io.filterport.layout.AskResult;
import io.filterport.layout.Exchange;
import io.filterport.layout.MessageLayout;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Message;
import io.filterport.service.MessageService;
import io.filterport.service.Overlapped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public methods with which one acts on ports, as the module of the API has them. Whoever adds
 * a type sorts it here, and whoever adds a method gives it a line of the table. Stateless.
 */
final class Surface {
  /** Types whose methods do something to a port, or at one. */
  private static final Set<Class<?>> ACTING =
      Set.of(
          PortSpace.class,
          FilterManager.class,
          Filter.class,
          ServerPort.class,
          ClientPort.class,
          ConnectionRequest.class,
          MessageCall.class,
          FilterPort.class,
          Overlapped.class,
          CompletionPort.class,
          Content.class,
          Exchange.class,
          MessageService.class);

  /**
   * Types that are values, like records, enums, annotations and exceptions, and a message: what its
   * handler does with it are a reply and a content of its port.
   */
  private static final Set<Class<?>> VALUES =
      Set.of(
          AskResult.class,
          Buffers.class,
          ClientProcess.class,
          ControlSockets.class,
          Message.class,
          MessageLayout.class,
          Timeout.class);

  /** Volumes have no ports, descriptors are values, and providers are no API for programs. */
  private static final Set<String> OTHER_PACKAGES =
      Set.of("io.filterport.security", "io.filterport.spi", "io.filterport.volume");

  /** Methods of the acting types that do not act, and why. */
  private static final Map<String, List<String>> LEFT_OUT =
      Map.of(
          "tells what does not change, or what is so now",
          List.of(
              "ClientPort.isConnected",
              "ConnectionRequest.client",
              "ConnectionRequest.clientPort",
              "ConnectionRequest.process",
              "ConnectionRequest.serverPortCookie",
              "Exchange.question",
              "Exchange.answer()",
              "Filter.altitude",
              "Filter.name",
              "FilterPort.isConnected",
              "FilterPort.maxMessageBytes",
              "FilterPort.name",
              "MessageService.handled",
              "MessageService.lateReplies",
              "MessageService.unhandled",
              "PortSpace.manager",
              "ServerPort.name"),
          "names a manager, or makes a value, and touches neither a manager nor a port",
          List.of(
              "Content.of(FileChannel)", "Content.of(byte[])", "PortSpace.at", "PortSpace.system"),
          "sets up what is not started yet",
          List.of(
              "MessageService.bufferBytes",
              "MessageService.maxMessageBytes",
              "MessageService.on",
              "MessageService.onVirtualThreads",
              "MessageService.outstanding",
              "MessageService.workers"),
          "is a shorter or another name of one that has a line",
          List.of(
              "FilterManager.listen(Path)",
              "FilterPort.connect(PortSpace, String)",
              "PortSpace.connect"));

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  private Surface() {}

  /** {@return what titles of the table call, by the names that this class gives} */
  static Set<String> methodsIn(List<String> titles) {
    return titles.stream()
        .flatMap(title -> QUOTED.matcher(title).results())
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@return the methods that act; those of one name are told apart by their parameters} */
  static Set<String> acting() {
    Set<String> left = LEFT_OUT.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    Set<String> all = ACTING.stream().flatMap(Surface::names).collect(Collectors.toSet());
    Set<String> gone = new TreeSet<>(left);
    gone.removeAll(all);
    if (!gone.isEmpty()) {
      throw new AssertionError("the API has no more " + gone);
    }
    all.removeAll(left);
    return new TreeSet<>(all);
  }

  private static Stream<String> names(Class<?> type) {
    Map<String, List<Method>> byName =
        Arrays.stream(type.getDeclaredMethods())
            .filter(Surface::isOfThePublic)
            .collect(Collectors.groupingBy(Method::getName, TreeMap::new, Collectors.toList()));
    return byName.values().stream().flatMap(Surface::names);
  }

  private static Stream<String> names(List<Method> ofOneName) {
    return ofOneName.stream()
        .map(method -> ofOneName.size() == 1 ? name(method) : name(method) + parameters(method));
  }

  private static boolean isOfThePublic(Method method) {
    boolean ofObjects = Set.of("toString", "equals", "hashCode").contains(method.getName());
    return Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && !ofObjects;
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private static String parameters(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** {@return public types of the API of which nobody has said what they are} */
  static Set<Class<?>> unsorted() {
    Set<Class<?>> all = exported();
    if (!all.containsAll(ACTING) || !all.containsAll(VALUES)) {
      throw new AssertionError("the API has not all of these types any more: " + all);
    }
    return all.stream()
        .filter(type -> !ACTING.contains(type) && !VALUES.contains(type))
        .filter(type -> !type.isAnnotationPresent(FunctionalInterface.class))
        .filter(type -> !isValueByKind(type) || takesWhatActs(type))
        .collect(Collectors.toSet());
  }

  /** A record that is given a port may do something with it. */
  private static boolean takesWhatActs(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(Surface::isOfThePublic)
        .flatMap(method -> Arrays.stream(method.getParameterTypes()))
        .anyMatch(ACTING::contains);
  }

  private static boolean isValueByKind(Class<?> type) {
    return type.isRecord()
        || type.isEnum()
        || type.isAnnotation()
        || Throwable.class.isAssignableFrom(type);
  }

  private static Set<Class<?>> exported() {
    ModuleReference api = api();
    Set<String> packages =
        api.descriptor().exports().stream()
            .map(export -> export.source())
            .filter(name -> !OTHER_PACKAGES.contains(name))
            .collect(Collectors.toSet());
    return classes(api).stream()
        .filter(type -> packages.contains(type.getPackageName()))
        .filter(type -> Modifier.isPublic(type.getModifiers()) && !type.isMemberClass())
        .collect(Collectors.toSet());
  }

  private static ModuleReference api() {
    try {
      Path place =
          Path.of(FilterPort.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return ModuleFinder.of(place).findAll().iterator().next();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Class<?>> classes(ModuleReference module) {
    try (var reader = module.open();
        Stream<String> files = reader.list()) {
      return files
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .<Class<?>>map(Surface::load)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String file) {
    try {
      String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
      return Class.forName(name, false, FilterPort.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
