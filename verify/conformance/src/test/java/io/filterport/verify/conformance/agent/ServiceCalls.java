package io.filterport.verify.conformance.agent;

import io.filterport.service.PortAccess;
import io.filterport.verify.conformance.world.ServiceWork;
import java.io.IOException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.util.List;

/**
 * The service side of ports, called from another process. What the caller holds is named by numbers
 * that connect, overlapped and completionPort give.
 *
 * <p>A method with a call number may block: {@link #interrupt} and {@link #isBlocked} reach it by
 * that number.
 */
interface ServiceCalls extends Remote {
  /** {@return the process that this runs in} */
  long pid() throws RemoteException;

  /** Becomes another user. */
  Answer become(Call call, long uid) throws RemoteException;

  /** FilterConnectCommunicationPort; the answer's value names the port. */
  Answer connect(Call call, String socket, String name, Options options) throws RemoteException;

  /** FilterSendMessage; the bytes are the output, or the input if both are the same memory. */
  Answer send(Call call, int port, Bytes input, Bytes output, boolean sameMemory)
      throws RemoteException;

  /** FilterGetMessage; the bytes are the buffer. */
  Answer getMessage(Call call, int port, Bytes buffer) throws RemoteException;

  /** FilterGetMessage with an OVERLAPPED. */
  Answer getMessage(Call call, int port, Bytes buffer, int overlapped) throws RemoteException;

  /** FilterReplyMessage. */
  Answer reply(Call call, int port, Bytes reply) throws RemoteException;

  /** CancelIoEx for one get. */
  Answer cancel(Call call, int port, int overlapped) throws RemoteException;

  /** CancelIoEx for all gets. */
  Answer cancelAll(Call call, int port) throws RemoteException;

  /** Whether the port is connected. */
  Answer isConnected(Call call, int port) throws RemoteException;

  /** Does something with a port; the value is what it returns. */
  Answer work(Call call, int port, ServiceWork work) throws RemoteException;

  /** The longest message of the port. */
  Answer maxMessageBytes(Call call, int port) throws RemoteException;

  /** DuplicateHandle; the answer's value names the new handle. */
  Answer duplicate(Call call, int port, PortAccess access) throws RemoteException;

  /** DuplicateHandle with the same access. */
  Answer duplicate(Call call, int port) throws RemoteException;

  /** CloseHandle. */
  Answer close(Call call, int port) throws RemoteException;

  /** What came beside a message; the value names it. */
  Answer content(Call call, int port, long messageId) throws RemoteException;

  /** The size of a content. */
  Answer contentSize(Call call, int content) throws RemoteException;

  /** Reads from a content; the bytes are the buffer. */
  Answer contentRead(Call call, int content, long position, Bytes buffer) throws RemoteException;

  /** Closes a content. */
  Answer contentClose(Call call, int content) throws RemoteException;

  /** A new OVERLAPPED; the value names it. */
  Answer overlapped(Call call, boolean postsPacket) throws RemoteException;

  /** Whether an OVERLAPPED is complete; the bytes are its buffer. */
  Answer isComplete(Call call, int overlapped) throws RemoteException;

  /** Waits for an OVERLAPPED; the value is 1 if it is complete, the bytes are its buffer. */
  Answer await(Call call, int overlapped, Wait wait) throws RemoteException;

  /** How an OVERLAPPED ended; the bytes are its buffer. */
  Answer status(Call call, int overlapped) throws RemoteException;

  /** What an OVERLAPPED's result is; the bytes are its buffer. */
  Answer result(Call call, int overlapped) throws RemoteException;

  /** Waits for an OVERLAPPED's future; the bytes are its buffer. */
  Answer future(Call call, int overlapped) throws RemoteException;

  /** Gives an OVERLAPPED's future a dependant that stays inside. */
  Answer holdCompletion(Call call, int overlapped) throws RemoteException;

  /** Waits until that dependant runs. */
  Answer awaitCompletion(Call call, int overlapped) throws RemoteException;

  /** Lets that dependant return. */
  Answer leaveCompletion(Call call, int overlapped) throws RemoteException;

  /** A new completion port; the value names it. */
  Answer completionPort(Call call) throws RemoteException;

  /** Ties a port to a completion port. */
  Answer associate(Call call, int completionPort, int port, long key) throws RemoteException;

  /** The next packet, if one comes in time. */
  Answer packet(Call call, int completionPort, Wait wait) throws RemoteException;

  /** Posts a packet. */
  Answer post(Call call, int completionPort, Packet packet) throws RemoteException;

  /** Closes a completion port. */
  Answer closeCompletionPort(Call call, int completionPort) throws RemoteException;

  /** {@return the names of the threads there} */
  List<String> threads() throws RemoteException;

  /** Starts a process that waits. {@return its number} */
  long startChild() throws IOException;

  /** Interrupts the thread of a call. {@return whether the call is running} */
  boolean interrupt(long number) throws RemoteException;

  /** {@return whether the thread of a call waits inside a port} */
  boolean isBlocked(long number) throws RemoteException;
}
