package io.filterport.volumes.fanotify;

/** Whether a volume's reader does its work, for who looks at it again and again. For one thread. */
public final class ReaderProgress {
  private final FanotifyVolume volume;
  private long seen;

  private ReaderProgress(FanotifyVolume volume) {
    this.volume = volume;
  }

  /**
   * {@return what looks at a volume}
   *
   * @param volume one of this process, not closed while it is looked at
   */
  public static ReaderProgress of(FanotifyVolume volume) {
    return new ReaderProgress(volume);
  }

  /**
   * {@return whether the reader has taken events since the last look, or has none to take, or
   * leaves them unread until there is room or their time is over}
   */
  public boolean isAlive() {
    long before = seen;
    seen = volume.taken();
    return seen != before || volume.isResting() || !volume.hasToRead();
  }
}
