package io.filterport.verify.conformance.world;

/** Throws what Java's compiler would not let a callback throw; other languages do. */
public final class Sneaky {
  private Sneaky() {}

  public static RuntimeException thrown(Throwable any) {
    return Sneaky.<RuntimeException>thrownAs(any);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException thrownAs(Throwable any) throws T {
    throw (T) any;
  }
}
