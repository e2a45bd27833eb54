package io.filterport.spy;

/** An operation whose file cannot be looked at. */
final class Unreadable extends AnOperation {
  private final Throwable why;

  Unreadable(Throwable why) {
    super(Kind.OPEN);
    this.why = why;
  }

  @Override
  public String path() {
    if (why instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) why;
  }
}
