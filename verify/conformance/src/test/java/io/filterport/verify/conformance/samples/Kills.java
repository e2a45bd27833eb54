package io.filterport.verify.conformance.samples;

import io.filterport.verify.conformance.world.Seed;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Services that are ended at random moments. Used by one thread. */
final class Kills {
  static final int ROUNDS = 20;

  private final Random random;
  private final World world;
  private final Class<? extends SampleService> program;

  Kills(World world, Class<? extends SampleService> program, Seed seed) {
    this.random = new Random(seed.value());
    this.world = world;
    this.program = program;
  }

  /** What a test does with the service of one round, and ends it with {@link #kill}. */
  interface Round {
    void with(RunningService service);
  }

  void play(Round round) {
    play(ROUNDS, round);
  }

  /** Each service that is killed has a successor, whose JVM starts meanwhile. */
  void play(int rounds, Round round) {
    RunningService next = RunningService.prepare(world, program);
    for (int i = 1; i <= rounds; i++) {
      try (RunningService service = next) {
        next = RunningService.prepare(world, program);
        service.begin();
        round.with(service);
      } catch (Throwable e) {
        next.close();
        throw new AssertionError("round " + i, e);
      }
    }
    next.close();
  }

  /** Ends a service soon after what it has done grows by a random number. */
  void kill(RunningService service, IntSupplier done, int most) {
    killAt(service, done, done.getAsInt() + random.nextInt(most));
  }

  /** Ends a service soon after what it has taken comes to a random number. */
  void killWithin(RunningService service, IntSupplier taken, int all) {
    killAt(service, taken, random.nextInt(all + 1));
  }

  private void killAt(RunningService service, IntSupplier done, int enough) {
    Waits.until(() -> done.getAsInt() >= enough);
    long nanos = random.nextLong(TimeUnit.MILLISECONDS.toNanos(2));
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
    service.kill();
  }
}
