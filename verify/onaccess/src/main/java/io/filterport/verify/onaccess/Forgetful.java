package io.filterport.verify.onaccess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.filterport.scanner.engine.Eicar;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows EICAR, and loses two of each four answers. Thread-safe. */
final class Forgetful {
  private static final String EICAR = new String(Eicar.testFile(), ISO_8859_1);
  private static final int TURNS = 4;
  private static final int ANSWERED = 2;

  private final AtomicInteger questions = new AtomicInteger();

  /** {@return whether the bytes have EICAR in them; empty if that was lost} */
  Optional<Boolean> infected(byte[] bytes) {
    boolean infected = new String(bytes, ISO_8859_1).contains(EICAR);
    boolean lost = questions.getAndIncrement() % TURNS >= ANSWERED;
    return lost ? Optional.empty() : Optional.of(infected);
  }
}
