package io.filterport.verify.conformance.samples;

import io.filterport.MessageHeader;
import io.filterport.ReplyHeader;
import io.filterport.layout.Exchange;
import io.filterport.layout.MessageLayout;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;

/** What avscan's two sides include both. */
final class AvMessages {
  static final int START = 0;
  static final int ABORT = 1;
  static final int UNLOADING = 2;

  static final int IS_FILE_MODIFIED = 0;
  static final int CREATE_SECTION = 1;
  static final int CLOSE_SECTION = 2;

  static final String VIRUS = "virus";

  /** What a content begins with whose scan ends by an abort only. */
  static final String ENDLESS = "endless";

  static final MessageLayout<ConnectionContext> CONTEXT = layout(ConnectionContext.class);
  static final MessageLayout<Notification> NOTIFICATION = layout(Notification.class);
  static final MessageLayout<Accepted> ACCEPTED = layout(Accepted.class);
  static final MessageLayout<Received> RECEIVED = layout(Received.class);
  static final MessageLayout<Reply> REPLY = layout(Reply.class);
  static final MessageLayout<Command> COMMAND = layout(Command.class);
  static final MessageLayout<SectionHandle> HANDLE = layout(SectionHandle.class);
  static final MessageLayout<Modified> MODIFIED = layout(Modified.class);

  static final Exchange<Command, SectionHandle> SECTION = new Exchange<>(COMMAND, HANDLE);
  static final Exchange<Command, Modified> QUERY = new Exchange<>(COMMAND, MODIFIED);

  private AvMessages() {}

  /** What a connection is for; each has a port of its own. */
  enum Role {
    SCAN("\\AvScanPort", 1),
    ABORT("\\AvAbortPort", 2),
    QUERY("\\AvQueryPort", 3);

    final String port;
    private final int type;

    Role(String port, int type) {
      this.port = port;
      this.type = type;
    }

    ConnectionContext context() {
      return new ConnectionContext(type);
    }
  }

  /** What a scan found. */
  enum Finding {
    CLEAN(1),
    INFECTED(2),
    ABORTED(3),
    /** The filter finished the scan itself; also any code that is none of the others. */
    NONE(0);

    final int code;

    Finding(int code) {
      this.code = code;
    }

    static Finding of(long code) {
      return Arrays.stream(values())
          .filter(finding -> finding.code == code)
          .findFirst()
          .orElse(NONE);
    }
  }

  record ConnectionContext(int type) {}

  record Notification(int message, int reason, long scanId, int scanThreadId) {}

  record Accepted(int threadId) {}

  /** What a get stores: the header, and what the filter sent. */
  record Received(MessageHeader header, Notification notification) {}

  record Reply(ReplyHeader header, Accepted accepted) {}

  /** The last is a union of a file's handle and a finding. */
  record Command(int command, long scanId, int scanThreadId, long handleOrFinding) {}

  record SectionHandle(long handle) {}

  record Modified(boolean modified) {}

  private static <T extends Record> MessageLayout<T> layout(Class<T> type) {
    return MessageLayout.of(MethodHandles.lookup(), type);
  }
}
