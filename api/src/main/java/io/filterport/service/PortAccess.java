package io.filterport.service;

/** What a handle of a connection may be used for (CON-19, HND-05). */
public enum PortAccess {
  /** Gets: 0x00100001, FILE_READ_DATA and SYNCHRONIZE. */
  READ(1),

  /** Sends and replies: 0x00100002, FILE_WRITE_DATA and SYNCHRONIZE. */
  WRITE(2),

  /** Both: 0x00100003, what a connect gives. */
  READ_WRITE(3);

  private final int rights;

  PortAccess(int rights) {
    this.rights = rights;
  }

  /**
   * {@return whether this is at least the other}
   *
   * @param other the access asked about
   */
  public boolean includes(PortAccess other) {
    return (rights & other.rights) == other.rights;
  }
}
