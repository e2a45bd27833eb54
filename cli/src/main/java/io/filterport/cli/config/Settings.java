package io.filterport.cli.config;

import io.filterport.cli.config.Key.Scope;
import io.filterport.cli.config.Section.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What counts for a command: the option, else the key of the volume or port, else the section's
 * key, else the default. Immutable.
 */
public final class Settings {
  private final Reader reader;
  private final @Nullable ConfigFile file;
  private final Given given;

  private Settings(Reader reader, @Nullable ConfigFile file, Given given) {
    this.reader = reader;
    this.file = file;
    this.given = given;
  }

  /** What the command line says. */
  @FunctionalInterface
  public interface Given {
    /**
     * {@return the values of an option as they were written, or empty if it was not given}
     *
     * @param option such as {@code --socket}
     */
    Optional<List<String>> values(String option);
  }

  /**
   * {@return what counts}
   *
   * @param reader the command
   * @param file null for none
   * @param given the command line
   */
  public static Settings of(Reader reader, @Nullable ConfigFile file, Given given) {
    return new Settings(reader, file, given);
  }

  /** {@return what counts where the command line says nothing} */
  public static Settings of(Reader reader, ConfigFile file) {
    return of(reader, file, option -> Optional.empty());
  }

  /** {@return every setting of the command, in the order of the file} */
  public List<Setting> all() {
    return Stream.concat(
            Sections.ALL.stream().filter(section -> !section.repeated()).flatMap(this::settings),
            Stream.concat(
                portSettings().values().stream().flatMap(List::stream),
                volumeSettings().stream().flatMap(List::stream)))
        .toList();
  }

  private Stream<Setting> settings(Section section) {
    return settings(section.name(), section, entries(section)).stream();
  }

  /** {@return options that say what counts, without those of volumes and of single ports} */
  public List<String> arguments() {
    return Sections.ALL.stream()
        .filter(section -> !section.repeated())
        .map(section -> settings(section.name(), section, entries(section)))
        .flatMap(section -> section.stream().filter(setting -> setting.isUsed(section)))
        .filter(setting -> setting.key().scope() != Scope.VOLUME)
        .flatMap(setting -> setting.arguments().stream())
        .toList();
  }

  /** {@return options that say where the control socket is, none for the usual place} */
  public List<String> socketArguments() {
    return arguments(
        settings(Sections.MANAGER)
            .filter(setting -> setting.key().equals(Sections.SOCKET))
            .toList());
  }

  /** {@return for each port that the file names options that say what counts there} */
  public Map<String, List<String>> portArguments() {
    Map<String, List<String>> ports = new LinkedHashMap<>();
    portSettings().forEach((name, settings) -> ports.put(name, arguments(settings)));
    return ports;
  }

  private static List<String> arguments(List<Setting> settings) {
    return settings.stream().flatMap(setting -> setting.arguments().stream()).toList();
  }

  /** {@return for each volume options that say what counts there} */
  public List<List<String>> volumeArguments() {
    return volumeSettings().stream().map(Settings::arguments).toList();
  }

  /**
   * Checks that these differ from others only in what may change while the command runs.
   *
   * @param running what counts now
   * @throws ConfigException if something else differs
   */
  public void requireReachableFrom(Settings running) {
    requireSamePorts(running.portSettings().keySet(), portSettings().keySet());
    Map<String, Setting> before = running.fixed();
    fixed().forEach((name, after) -> requireSame(Objects.requireNonNull(before.get(name)), after));
  }

  private static void requireSamePorts(Set<String> before, Set<String> after) {
    if (!before.equals(after)) {
      throw ConfigException.of(
          "the ports of "
              + Sections.PORT.header()
              + " cannot change while the process runs, from "
              + before
              + " to "
              + after,
          "start it again for that, or put them back");
    }
  }

  private Map<String, Setting> fixed() {
    return all().stream()
        .filter(setting -> !setting.key().scope().isLive())
        .collect(Collectors.toMap(Setting::name, Function.identity(), (a, b) -> a, TreeMap::new));
  }

  private static void requireSame(Setting before, Setting after) {
    if (!before.value().equals(after.value())) {
      throw ConfigException.of(
          after.origin()
              + ": '"
              + after.name()
              + "' cannot change while the process runs, from "
              + before.value()
              + " to "
              + after.value(),
          "start it again for that, or put the value back");
    }
  }

  private Entries entries(Section section) {
    return file == null ? Entries.none() : file.once(section);
  }

  /** By the ports' names, in the order of the file. */
  private Map<String, List<Setting>> portSettings() {
    Map<String, List<Setting>> ports = new LinkedHashMap<>();
    if (file != null && Sections.PORT.reader() == reader) {
      for (Entries own : file.each(Sections.PORT)) {
        String name = own.of(Sections.PORT_NAME).orElseThrow().value().toString();
        Entries entries = own.over(entries(Sections.PORTS));
        ports.put(name, settings("port[" + name + "]", Sections.PORT, entries));
      }
    }
    return ports;
  }

  private List<List<Setting>> volumeSettings() {
    if (Sections.VOLUME.reader() != reader) {
      return List.of();
    }
    List<List<Setting>> named =
        Stream.concat(
                givenDirectories(optionOf(Sections.DIRECTORY)).map(this::givenVolume),
                givenDirectories(Sections.AUDITED_DIRECTORY).map(this::auditedVolume))
            .toList();
    return named.isEmpty() ? volumes() : named;
  }

  /** Who names directories on the command line means these and no others. */
  private Stream<String> givenDirectories(String option) {
    return given.values(option).orElse(List.of()).stream();
  }

  private List<Setting> givenVolume(String directory) {
    List<Setting> settings =
        settings(volumeName(directory), Sections.VOLUME, entries(Sections.VOLUMES));
    return told(settings, Sections.DIRECTORY, directory);
  }

  private List<Setting> auditedVolume(String directory) {
    return told(givenVolume(directory), Sections.AUDIT, true);
  }

  private static List<Setting> told(List<Setting> settings, Key key, Object value) {
    return settings.stream()
        .map(
            setting ->
                setting.key().equals(key)
                    ? new Setting(setting.name(), key, value, Setting.COMMAND_LINE)
                    : setting)
        .toList();
  }

  private List<List<Setting>> volumes() {
    List<Entries> tables = file == null ? List.of() : file.each(Sections.VOLUME);
    return tables.stream().map(this::volume).toList();
  }

  private List<Setting> volume(Entries own) {
    Object directory = own.of(Sections.DIRECTORY).orElseThrow().value();
    return settings(volumeName(directory), Sections.VOLUME, own.over(entries(Sections.VOLUMES)));
  }

  private static String volumeName(Object directory) {
    return "volume[" + directory + "]";
  }

  private List<Setting> settings(String name, Section section, Entries entries) {
    return section.keysFor(reader).stream().map(key -> setting(name, key, entries)).toList();
  }

  private Setting setting(String section, Key key, Entries entries) {
    String name = section + "." + key.name();
    Optional<List<String>> written = given.values(optionOf(key));
    if (written.isPresent()) {
      return new Setting(name, key, value(key, written.get()), Setting.COMMAND_LINE);
    }
    return entries
        .of(key)
        .map(entry -> new Setting(name, key, entry.value(), entry.place().toString()))
        .orElseGet(() -> new Setting(name, key, key.defaultValue(), Setting.DEFAULT));
  }

  private static String optionOf(Key key) {
    return key.option() == null ? "" : key.option();
  }

  /** The command line's own reader has looked at them, and looks again. */
  private static Object value(Key key, List<String> written) {
    return switch (key.defaultValue()) {
      case List<?> list -> written;
      case Boolean flag -> Boolean.parseBoolean(written.get(0));
      case Long number when written.get(0).matches("-?[0-9]{1,18}") -> Long.valueOf(written.get(0));
      default -> written.get(0);
    };
  }
}
