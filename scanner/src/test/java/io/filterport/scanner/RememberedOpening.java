package io.filterport.scanner;

import io.filterport.volume.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One file, opened again and again, of a volume that keeps every verdict. */
final class RememberedOpening extends ForwardingOperation {
  private final Map<String, Verdict> verdicts = new HashMap<>();

  private RememberedOpening(Opening opening) {
    super(opening);
  }

  static RememberedOpening of(byte... bytes) {
    return new RememberedOpening(Opening.of(bytes));
  }

  Map<String, Verdict> verdicts() {
    return verdicts;
  }

  @Override
  public Optional<Verdict> recall(String basis) {
    return Optional.ofNullable(verdicts.get(basis));
  }

  @Override
  public void remember(String basis, Verdict verdict) {
    if (!basis.isEmpty()) {
      verdicts.put(basis, verdict);
    }
  }
}
