package io.filterport.verify.bench.peer;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.filter.MessageCall;
import io.filterport.service.FilterPort;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * FilterSendMessage: the service asks, the filter's message callback answers. All callers share one
 * connection.
 */
public final class FilterportSend implements JvmPeer {
  /** Which of the API's forms the two halves use. */
  public enum Form {
    /** Native memory that is made once, and at the filter the shared memory itself. */
    RAW,
    /** New arrays for every message, and at the filter its copies. */
    ARRAYS
  }

  private final Form form;

  /**
   * Makes a peer.
   *
   * @param form what its memory is
   */
  public FilterportSend(Form form) {
    this.form = form;
  }

  @Override
  public String name() {
    return form == Form.RAW ? "filterport-send" : "filterport-send-arrays";
  }

  @Override
  public String title() {
    return "Filterport, client → host" + (form == Form.RAW ? "" : ", arrays");
  }

  @Override
  public Part answer(Setup setup) {
    FilterportHost host = new FilterportHost(setup, this::echo, form == Form.RAW);
    return host::close;
  }

  private NtStatus echo(@Nullable Object cookie, MessageCall call) {
    return call.answer(form == Form.RAW ? call.input() : Buffers.of(Buffers.bytes(call.input())));
  }

  @Override
  public Calls call(Setup setup) {
    return new Service(setup, form);
  }

  private static final class Service implements Calls {
    private final Setup setup;
    private final Form form;
    private final PortSpace space;
    private final FilterPort port;

    // guarded by this
    private final List<FilterPort> idle = new ArrayList<>();

    Service(Setup setup, Form form) {
      this.setup = setup;
      this.form = form;
      space = PortSpace.at(setup.socket());
      port = FilterPort.connect(space, FilterportHost.PORT, FilterportWaiting.client());
    }

    @Override
    public RoundTrip caller(int index) {
      return form == Form.RAW ? raw() : arrays();
    }

    private RoundTrip raw() {
      MemorySegment question = Arena.global().allocate(setup.size());
      MemorySegment answer = Arena.global().allocate(setup.size());
      return stamp -> {
        question.set(ValueLayout.JAVA_LONG, 0, stamp);
        int length = port.send(question, answer);
        return length == setup.size() ? answer.get(ValueLayout.JAVA_LONG, 0) : -1;
      };
    }

    private RoundTrip arrays() {
      return stamp -> {
        byte[] question = new byte[setup.size()];
        byte[] answer = new byte[setup.size()];
        Stamps.write(question, stamp);
        int length = port.send(Buffers.of(question), Buffers.of(answer));
        return length == setup.size() ? Stamps.read(answer) : -1;
      };
    }

    @Override
    public synchronized void connectIdle(int count) {
      for (int i = 0; i < count; i++) {
        idle.add(FilterPort.connect(space, FilterportHost.PORT, FilterportWaiting.client()));
      }
    }

    @Override
    public synchronized void close() {
      idle.forEach(FilterPort::close);
      port.close();
    }
  }
}
