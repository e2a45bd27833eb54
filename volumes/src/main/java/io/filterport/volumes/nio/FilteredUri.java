package io.filterport.volumes.nio;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** URIs of guarded paths: the delegate's with {@code filterport+} before the scheme. Stateless. */
final class FilteredUri {
  private static final String PREFIX = "filterport+";

  private FilteredUri() {}

  static String scheme(String delegateScheme) {
    return PREFIX + delegateScheme;
  }

  static URI of(Path delegate) {
    return URI.create(PREFIX + delegate.toUri());
  }

  /** The delegate's URI. */
  static URI unwrap(URI uri) {
    String text = uri.toString();
    if (!text.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
      throw new IllegalArgumentException(uri + " does not begin with " + PREFIX);
    }
    return URI.create(text.substring(PREFIX.length()));
  }
}
