package io.filterport.service;

/** What a service does with a message. Run by several workers at once. */
@FunctionalInterface
public interface MessageHandler {
  /**
   * Handles one message. A handler that answers after it has returned calls {@link Message#keep()}
   * first; else a message that expects a reply and got none is answered with {@link
   * io.filterport.NtStatus#UNSUCCESSFUL}, and its sender never hangs.
   *
   * @param message valid until this method returns
   * @throws Exception if it fails; the message is answered with {@link
   *     io.filterport.NtStatus#UNSUCCESSFUL} unless it was answered before, and the worker lives on
   */
  void handle(Message message) throws Exception;
}
