package io.filterport.verify.conformance.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.PortSpace;
import io.filterport.verify.conformance.agent.ChildProgram;
import java.util.List;

/** A service in a process of its own. */
record ChildService(ChildProgram program) implements RunningService {
  static ChildService prepare(PortSpace space, Class<? extends SampleService> service) {
    return new ChildService(
        ChildProgram.start(SampleProgram.class, List.of(space.toString(), service.getName())));
  }

  @Override
  public void begin() {
    say("begin");
  }

  @Override
  public void say(String line) {
    program.say(line);
  }

  @Override
  public String hear() {
    return program.hear();
  }

  @Override
  public List<String> rest() {
    return program.rest();
  }

  @Override
  public void kill() {
    program.kill();
  }

  @Override
  public void awaitEnd() {
    assertThat(program.awaitEnd()).as("exit status").isZero();
  }

  @Override
  public void close() {
    program.kill();
  }
}
