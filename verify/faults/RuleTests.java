import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests of some rules until the first fails: {@code RuleTests FAILURE RULE,... CLASS...} writes the name of
 * that test into a file. Tests of other rules are left out.
 */
final class RuleTests implements TestExecutionListener {
  /** The ids that a display name begins with, as build/RuleReport.java counts them. */
  private static final Pattern IDS = Pattern.compile("((?:[A-Z]{3}-\\d{2}(?:, )?)+):.*", Pattern.DOTALL);

  private final Path failure;
  private final Set<String> rules;
  private TestPlan plan;

  private RuleTests(Path failure, Set<String> rules) {
    this.failure = failure;
    this.rules = rules;
  }

  public static void main(String[] args) {
    RuleTests tests = new RuleTests(Path.of(args[0]), Set.of(args[1].split(",")));
    PostDiscoveryFilter ofTheRules =
        test -> FilterResult.includedIf(!tests.isOfOtherRules(test.getDisplayName()));
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Stream.of(args).skip(2).map(DiscoverySelectors::selectClass).toList())
            .filters(ofTheRules)
            .build();
    LauncherFactory.create().execute(request, tests);
    System.exit(0);
  }

  private boolean isOfOtherRules(String name) {
    return !ids(name).isEmpty() && !isOfTheRules(name);
  }

  private boolean isOfTheRules(String name) {
    return ids(name).stream().anyMatch(rules::contains);
  }

  private static List<String> ids(String name) {
    Matcher ids = IDS.matcher(name);
    return ids.matches() ? List.of(ids.group(1).split(", ")) : List.of();
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    List<String> names = names(test);
    if (result.getStatus() == TestExecutionResult.Status.FAILED && names.stream().anyMatch(this::isOfTheRules)) {
      result.getThrowable().ifPresent(Throwable::printStackTrace);
      write(String.join(", ", names));
      System.exit(1);
    }
  }

  /** {@return a test's display name, and of what it is in: its method, its world, its class} */
  private List<String> names(TestIdentifier test) {
    List<String> names = new ArrayList<>();
    for (Optional<TestIdentifier> at = Optional.of(test); at.isPresent(); at = plan.getParent(at.get())) {
      names.add(at.get().getDisplayName());
    }
    return names.subList(0, names.size() - 1);
  }

  private void write(String name) {
    try {
      Files.writeString(failure, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
