package io.filterport.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** A configuration file, checked as a whole against {@link Sections}. Immutable. */
public final class ConfigFile {
  private final Map<Section, List<Entries>> tables;

  private ConfigFile(Map<Section, List<Entries>> tables) {
    this.tables = Map.copyOf(tables);
  }

  /**
   * Reads and checks a file.
   *
   * @param path the file
   * @param privileged whether a process of root will do what it says
   * @return what it says
   * @throws ConfigException if it cannot be read, others can write it, or something in it is wrong
   */
  public static ConfigFile load(Path path, boolean privileged) {
    return parse(path.toString(), TrustedFile.read(path, privileged));
  }

  static ConfigFile parse(String name, String text) {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      TomlParseError error = toml.errors().get(0);
      throw ConfigException.at(
          place(name, error.position()),
          String.valueOf(error.getMessage()),
          "it is TOML 1.0; paths with a backslash stand in 'single' quotes");
    }
    return new Check(name).file(toml);
  }

  /** {@return what a section says that can stand there once} */
  Entries once(Section section) {
    return tables.getOrDefault(section, List.of(Entries.none())).get(0);
  }

  /** {@return what each of a repeated section says} */
  List<Entries> each(Section section) {
    return tables.getOrDefault(section, List.of());
  }

  /** {@return the volumes that it names} */
  public int volumes() {
    return each(Sections.VOLUME).size();
  }

  private static Place place(String name, TomlPosition at) {
    return new Place(name, at.line(), at.column());
  }

  /** The check of one file. */
  private record Check(String name) {

    ConfigFile file(TomlTable toml) {
      Map<Section, List<Entries>> tables = new LinkedHashMap<>();
      for (String key : toml.keySet()) {
        Place place = place(name, position(toml, key));
        Section section =
            Sections.named(key)
                .orElseThrow(() -> unknownSection(key, toml.get(List.of(key)), place));
        tables.put(section, tables(section, toml.get(List.of(key)), place));
      }
      requireDifferent(Sections.PORT, tables);
      requireDifferent(Sections.VOLUME, tables);
      return new ConfigFile(tables);
    }

    private static TomlPosition position(TomlTable toml, String key) {
      TomlPosition at = toml.inputPositionOf(List.of(key));
      return at == null ? TomlPosition.positionAt(1, 1) : at;
    }

    private List<Entries> tables(Section section, Object value, Place place) {
      List<Entries> read = new ArrayList<>();
      if (section.repeated() && value instanceof TomlArray array && isOfTables(array)) {
        for (int i = 0; i < array.size(); i++) {
          Place start = place(name, array.inputPositionOf(i));
          read.add(repeated(section, array.getTable(i), start));
        }
      } else if (!section.repeated() && value instanceof TomlTable table) {
        read.add(entries(section, table));
      } else {
        throw ConfigException.at(
            place,
            "'" + section.name() + "' is a section and begins with " + section.header(),
            "write its keys below " + section.header());
      }
      return read;
    }

    private static boolean isOfTables(TomlArray array) {
      return array.toList().stream().allMatch(TomlTable.class::isInstance);
    }

    private Entries repeated(Section section, TomlTable table, Place start) {
      Entries entries = entries(section, table);
      Key identity = section.identity();
      if (entries.of(identity).isEmpty()) {
        throw ConfigException.at(
            start, section.header() + " has no '" + identity.name() + "'", wanted(identity));
      }
      return entries;
    }

    private Entries entries(Section section, TomlTable table) {
      Map<Key, Entries.Entry> values = new LinkedHashMap<>();
      for (String written : table.keySet()) {
        Place place = place(name, position(table, written));
        Key key = section.key(written).orElseThrow(() -> unknownKey(section, written, place));
        values.put(key, new Entries.Entry(value(key, table.get(List.of(written)), place), place));
      }
      return new Entries(values);
    }

    private static Object value(Key key, Object raw, Place place) {
      try {
        return key.type().reader().apply(raw);
      } catch (IllegalArgumentException e) {
        throw ConfigException.at(
            place, "'" + key.name() + "' cannot take this value; " + e.getMessage(), wanted(key));
      }
    }

    private static String wanted(Key key) {
      return "a " + key.type().form() + ", " + key.type().range();
    }

    private static ConfigException unknownSection(String written, Object value, Place place) {
      List<String> known = Sections.ALL.stream().map(Section::name).toList();
      String what = value instanceof TomlTable || value instanceof TomlArray ? "section" : "key";
      return ConfigException.at(
          place,
          "unknown " + what + " '" + written + "'" + Suggestion.of(written, known),
          "the sections are " + String.join(", ", known));
    }

    private static ConfigException unknownKey(Section section, String written, Place place) {
      List<String> known = section.keys().stream().map(Key::name).toList();
      return ConfigException.at(
          place,
          "unknown key '" + written + "' in " + section.header() + hint(written, known),
          "the keys there are " + String.join(", ", known));
    }

    private static String hint(String written, List<String> known) {
      return Sections.ALL.stream()
          .filter(section -> section.key(written).isPresent())
          .findFirst()
          .map(section -> "; '" + written + "' belongs to " + section.header())
          .orElseGet(() -> Suggestion.of(written, known));
    }

    private static void requireDifferent(Section section, Map<Section, List<Entries>> tables) {
      Set<String> seen = new HashSet<>();
      for (Entries entries : tables.getOrDefault(section, List.of())) {
        Entries.Entry entry = entries.of(section.identity()).orElseThrow();
        if (!seen.add(normal(section, entry.value().toString()))) {
          throw ConfigException.at(
              entry.place(),
              section.identity().name() + " " + entry.value() + " stands there already",
              "keep one " + section.header() + " for it");
        }
      }
    }

    private static String normal(Section section, String written) {
      return section.equals(Sections.VOLUME) ? Path.of(written).normalize().toString() : written;
    }
  }
}
