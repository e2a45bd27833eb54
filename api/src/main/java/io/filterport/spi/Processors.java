package io.filterport.spi;

/** The processors of this process, for engines that know nothing of the system. */
public final class Processors {
  private Processors() {}

  /** {@return how many there are, 1 or more, as a container or an affinity mask has it} */
  public static int count() {
    return Runtime.getRuntime().availableProcessors();
  }
}
