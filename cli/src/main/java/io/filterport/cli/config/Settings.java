package io.filterport.cli.config;

import io.filterport.cli.config.Key.Scope;
import io.filterport.cli.config.Section.Reader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What counts for a command: the option, else the volume's key, else the section's key, else the
 * default. Immutable.
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

  /** {@return every setting of the command, in the order of the file} */
  public List<Setting> all() {
    return Stream.concat(
            Sections.ALL.stream()
                .filter(section -> !section.repeated())
                .flatMap(section -> settings(section.name(), section, entries(section)).stream()),
            volumeSettings().stream().flatMap(List::stream))
        .toList();
  }

  /** {@return options that say what counts, without those of volumes} */
  public List<String> arguments() {
    return all().stream()
        .filter(setting -> setting.key().scope() != Scope.VOLUME)
        .flatMap(setting -> setting.arguments().stream())
        .toList();
  }

  /** {@return for each volume options that say what counts there} */
  public List<List<String>> volumeArguments() {
    return volumeSettings().stream()
        .map(
            settings -> settings.stream().flatMap(setting -> setting.arguments().stream()).toList())
        .toList();
  }

  /**
   * Checks that these differ from others only in what may change while the command runs.
   *
   * @param running what counts now
   * @throws ConfigException if something else differs
   */
  public void requireReachableFrom(Settings running) {
    List<Setting> before = running.fixed();
    List<Setting> after = fixed();
    for (int i = 0; i < after.size(); i++) {
      requireSame(before.get(i), after.get(i));
    }
  }

  private List<Setting> fixed() {
    return all().stream().filter(setting -> !setting.key().scope().isLive()).toList();
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
      case Boolean flag -> true;
      case Long number when written.get(0).matches("-?[0-9]{1,18}") -> Long.valueOf(written.get(0));
      default -> written.get(0);
    };
  }
}
