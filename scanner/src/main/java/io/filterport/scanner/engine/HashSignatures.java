package io.filterport.scanner.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SHA-256 signatures of an engine, by size and digest. Immutable, thread-safe. */
final class HashSignatures {

  private record Key(long size, String digest) {}

  private final Map<Key, String> names = new HashMap<>();
  private final Set<Long> sizes;

  HashSignatures(List<Signature.Sha256> signatures) {
    signatures.forEach(s -> names.putIfAbsent(new Key(s.size(), s.digest()), s.name()));
    sizes = names.keySet().stream().map(Key::size).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether content of that size must be hashed. */
  boolean want(long size) {
    return sizes.contains(size) || sizes.contains(Signature.ANY_SIZE);
  }

  /** The name of the signature, one with the exact size first; or null. */
  @Nullable String find(long size, String digest) {
    String exact = names.get(new Key(size, digest));
    return exact != null ? exact : names.get(new Key(Signature.ANY_SIZE, digest));
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256", e);
    }
  }
}
