package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.config.Writers;
import io.filterport.linux.Identity;
import io.filterport.spi.FilterProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The filters that a host can run: those built in, and those of jars that nobody else can write.
 */
final class FilterCatalog {
  private final TreeMap<String, FilterProvider> byName = new TreeMap<>();

  FilterCatalog(List<Path> jars) {
    ServiceLoader.load(FilterProvider.class).forEach(this::add);
    if (!jars.isEmpty()) {
      URL[] urls =
          jars.stream().map(FilterCatalog::trusted).map(FilterCatalog::url).toArray(URL[]::new);
      ServiceLoader.load(FilterProvider.class, new URLClassLoader(urls)).forEach(this::add);
    }
  }

  private void add(FilterProvider provider) {
    byName.putIfAbsent(provider.name(), provider);
  }

  /** {@return the named filters in their order, and the inspection, which every host runs} */
  List<FilterProvider> find(List<String> names) {
    List<FilterProvider> found = new ArrayList<>();
    for (String name : names) {
      FilterProvider provider = byName.get(name);
      if (provider == null) {
        throw new FilterPortException(
            "filter " + name,
            NtStatus.NOT_FOUND,
            "There are: " + String.join(", ", byName.keySet()) + "; others need --filter-path.");
      }
      found.add(provider);
    }
    found.removeIf(provider -> provider instanceof InspectionFilter);
    found.add(byName.get(InspectionFilter.NAME));
    return found;
  }

  /**
   * {@return the jar without symbolic links, which others could turn elsewhere after the look} A
   * filter runs with the host's rights: only root, or the host's own user, may have written it.
   */
  private static Path trusted(Path jar) {
    try {
      Path real = jar.toRealPath();
      Writers.placeOfOthers(real, Identity.effectiveUid()).ifPresent(FilterCatalog::refuse);
      return real;
    } catch (IOException e) {
      throw new FilterPortException(
          "filter path " + jar + ": " + e, NtStatus.OBJECT_NAME_NOT_FOUND, "Name a readable jar.");
    }
  }

  private static void refuse(Path writable) {
    throw new FilterPortException(
        "filter path: others can write " + writable,
        NtStatus.ACCESS_DENIED,
        "Put the jar where only root can write, with every directory above it.");
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
