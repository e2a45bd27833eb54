package io.filterport.volumes.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.filterport.volume.VolumeOptions;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each method of a guarded path does what the delegate's does, and gives guarded paths. */
class FilteredPathTest {
  private static final List<String> UNIX =
      List.of(
          "",
          "a",
          "a/b",
          "a/b/c.txt",
          "a/../b",
          "./a/.",
          "..",
          "/",
          "/a",
          "/a/b",
          "/a/b/c.txt",
          "/a/../b/.",
          "b/c.txt",
          "/x/ä b");
  private static final List<String> WINDOWS =
      List.of(
          "",
          "a",
          "A",
          "a\\b",
          "..\\a",
          "C:\\",
          "C:\\a",
          "C:\\A\\b",
          "C:\\a\\..\\b",
          "D:\\a",
          "\\\\h\\s\\a");

  interface OnPath {
    Object apply(Path path) throws Exception;
  }

  interface OnTwo {
    Object apply(Path path, Path other) throws Exception;
  }

  private static Map<String, OnPath> unary() {
    Map<String, OnPath> methods = new LinkedHashMap<>();
    methods.put("isAbsolute", Path::isAbsolute);
    methods.put("getRoot", Path::getRoot);
    methods.put("getFileName", Path::getFileName);
    methods.put("getParent", Path::getParent);
    methods.put("getNameCount", Path::getNameCount);
    methods.put("getName(0)", path -> path.getName(0));
    methods.put("getName(2)", path -> path.getName(2));
    methods.put("subpath(0, 1)", path -> path.subpath(0, 1));
    methods.put("subpath(1, 3)", path -> path.subpath(1, 3));
    methods.put("normalize", Path::normalize);
    methods.put("toAbsolutePath", Path::toAbsolutePath);
    methods.put("toRealPath", path -> path.toRealPath());
    methods.put("toRealPath nofollow", path -> path.toRealPath(LinkOption.NOFOLLOW_LINKS));
    methods.put("iterator", path -> list(path));
    methods.put("hashCode", Path::hashCode);
    methods.put("toString", Path::toString);
    return methods;
  }

  private static Map<String, OnTwo> binary() {
    Map<String, OnTwo> methods = new LinkedHashMap<>();
    methods.put("resolve", (path, other) -> path.resolve(other));
    methods.put("resolve(String)", (path, other) -> path.resolve(other.toString()));
    methods.put("resolve many", (path, other) -> path.resolve(other, other));
    methods.put("resolveSibling", (path, other) -> path.resolveSibling(other));
    methods.put("resolveSibling(String)", (path, other) -> path.resolveSibling(other.toString()));
    methods.put("relativize", Path::relativize);
    methods.put("startsWith", (path, other) -> path.startsWith(other));
    methods.put("startsWith(String)", (path, other) -> path.startsWith(other.toString()));
    methods.put("endsWith", (path, other) -> path.endsWith(other));
    methods.put("endsWith(String)", (path, other) -> path.endsWith(other.toString()));
    methods.put("equals", Path::equals);
    methods.put("compareTo", Path::compareTo);
    return methods;
  }

  record Table(String name, FileSystem delegate, List<String> paths) {
    FilteredFileSystem guarded() {
      return (FilteredFileSystem) NioVolume.wrap(delegate, VolumeOptions.named(name)).fileSystem();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Table> tables() {
    return Stream.of(
        new Table("default", FileSystems.getDefault(), UNIX),
        new Table("jimfs unix", Jimfs.newFileSystem(Configuration.unix()), UNIX),
        new Table("jimfs windows", Jimfs.newFileSystem(Configuration.windows()), WINDOWS));
  }

  private static List<Path> list(Path path) {
    List<Path> names = new ArrayList<>();
    path.forEach(names::add);
    return names;
  }

  /** The result as text, or the exception's class; a path must belong to the file system. */
  private static String outcome(FileSystem owner, OnPath method, Path path) {
    try {
      return text(owner, method.apply(path));
    } catch (Exception e) {
      return e.getClass().getName();
    }
  }

  private static String text(FileSystem owner, Object result) {
    return switch (result) {
      case Path path -> (path.getFileSystem().equals(owner) ? "path " : "stranger ") + path;
      case List<?> list -> list.stream().map(each -> text(owner, each)).toList().toString();
      case null -> "null";
      default -> result.toString();
    };
  }

  @ParameterizedTest
  @MethodSource("tables")
  @DisplayName("methods of one path agree with the delegate's")
  void unaryMethods(Table table) {
    FilteredFileSystem guarded = table.guarded();
    for (String text : table.paths()) {
      unary()
          .forEach(
              (name, method) ->
                  assertThat(outcome(guarded, method, guarded.getPath(text)))
                      .as("\"%s\" %s", text, name)
                      .isEqualTo(
                          outcome(table.delegate(), method, table.delegate().getPath(text))));
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  @DisplayName("methods of two paths agree with the delegate's")
  void binaryMethods(Table table) {
    FilteredFileSystem guarded = table.guarded();
    for (String left : table.paths()) {
      for (String right : table.paths()) {
        binary()
            .forEach(
                (name, method) ->
                    assertThat(
                            outcome(guarded, pair(guarded, method, right), guarded.getPath(left)))
                        .as("\"%s\" %s \"%s\"", left, name, right)
                        .isEqualTo(
                            outcome(
                                table.delegate(),
                                pair(table.delegate(), method, right),
                                table.delegate().getPath(left))));
      }
    }
  }

  private static OnPath pair(FileSystem owner, OnTwo method, String right) {
    return path -> method.apply(path, owner.getPath(right));
  }

  @ParameterizedTest
  @MethodSource("tables")
  @DisplayName("a URI leads back to the guarded path, and nowhere without its provider")
  void uris(Table table) {
    FilteredFileSystem guarded = table.guarded();
    for (String text : table.paths()) {
      Path path = guarded.getPath(text).toAbsolutePath();
      URI uri = path.toUri();
      assertThat(uri.getScheme()).isEqualTo(guarded.provider().getScheme());
      assertThat(guarded.provider().getPath(uri)).hasToString(path.toAbsolutePath().toString());
      assertThat(guarded.provider().getFileSystem(uri)).isSameAs(guarded);
      assertThatExceptionOfType(FileSystemNotFoundException.class).isThrownBy(() -> Path.of(uri));
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  @DisplayName("paths of the delegate and of another volume are strangers")
  void strangers(Table table) {
    FilteredFileSystem guarded = table.guarded();
    Path path = guarded.getPath("a");
    for (Path stranger : List.of(table.delegate().getPath("a"), table.guarded().getPath("a"))) {
      assertThat(path).isNotEqualTo(stranger);
      assertThat(path.startsWith(stranger)).isFalse();
      assertThat(path.endsWith(stranger)).isFalse();
      for (Function<Path, Object> method :
          List.<Function<Path, Object>>of(path::resolve, path::relativize)) {
        assertThatExceptionOfType(ProviderMismatchException.class)
            .isThrownBy(() -> method.apply(stranger));
      }
      assertThatExceptionOfType(ClassCastException.class)
          .isThrownBy(() -> path.compareTo(stranger));
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  @DisplayName("no java.io.File leads past the guard")
  void hasNoFile(Table table) {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> table.guarded().getPath("a").toFile());
  }
}
