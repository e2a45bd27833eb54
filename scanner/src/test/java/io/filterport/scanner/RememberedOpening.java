package io.filterport.scanner;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One file, opened again and again, of a volume that keeps every verdict. */
record RememberedOpening(Opening opening, Map<String, Verdict> verdicts) implements FileOperation {
  static RememberedOpening of(byte... bytes) {
    return new RememberedOpening(Opening.of(bytes), new HashMap<>());
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

  @Override
  public Kind kind() {
    return opening.kind();
  }

  @Override
  public String path() {
    return opening.path();
  }

  @Override
  public long size() {
    return opening.size();
  }

  @Override
  public long processId() {
    return opening.processId();
  }

  @Override
  public long userId() {
    return opening.userId();
  }

  @Override
  public Content content() {
    return opening.content();
  }

  @Override
  public Timeout timeLeft() {
    return opening.timeLeft();
  }
}
