package io.filterport.verify.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each rule, on a house where everything is wrong: it finds who breaks it, and nobody else. */
class RulesCanFailTest {
  private static final String ROOT = "io.filterport.verify.architecture.bad";
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(ROOT);
  private static final Pattern PLACE = Pattern.compile("\\((\\w+)\\.java:\\d+\\)");

  private final Rules rules = new Rules(new House(ROOT));

  private static Set<String> breaking(ArchRule rule) {
    return rule.evaluate(CLASSES).getFailureReport().getDetails().stream()
        .map(PLACE::matcher)
        .flatMap(Matcher::results)
        .map(place -> place.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void onlyTheNativeRoomTouchesNativeCode() {
    assertThat(breaking(rules.onlyTheNativeRoomTouchesNativeCode()))
        .containsExactlyInAnyOrder("Links", "LooksUp", "Reinterprets", "RefersToReinterpret");
  }

  @Test
  void engineIsPure() {
    assertThat(breaking(rules.engineIsPure()))
        .containsExactlyInAnyOrder(
            "OpensSocket", "LooksForFile", "KnowsChannel", "OldFile", "MakesPool", "StartsProcess");
  }

  @Test
  void apiNeedsNothing() {
    assertThat(breaking(rules.apiNeedsNothing())).containsExactly("Logs");
  }

  @Test
  void roomsUseLowerFloors() {
    assertThat(breaking(rules.roomsUseLowerFloors()))
        .containsExactlyInAnyOrder("Upwards", "Sideways", "NoFloor", "UsesAttic");
  }

  @Test
  void ipcHoldsNoSemantics() {
    assertThat(breaking(rules.ipcHoldsNoSemantics())).containsExactly("Decides");
  }

  @Test
  void nobodySleeps() {
    assertThat(breaking(rules.nobodySleeps())).containsExactlyInAnyOrder("Sleeps", "SleepsInUnits");
  }

  @Test
  void onlyTheCommandTalks() {
    assertThat(breaking(rules.onlyTheCommandTalks()))
        .containsExactlyInAnyOrder("Prints", "PrintsErrors", "PrintsTrace");
  }
}
