import java.io.File;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Checks files against profiles of the veraPDF library: PdfCheck 3a,ua1 FILE…
 *
 * Prints one line per file and profile, "verdict TAB profile TAB file TAB checks", with verdict pass or fail,
 * and after a fail one line per broken rule, "rule TAB profile TAB file TAB clause TAB message".
 */
public class PdfCheck {
    private static final int FAILURES_KEPT = 100;

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < arguments.length; i++) {
            for (String profile : arguments[0].split(",")) {
                check(new File(arguments[i]), profile);
            }
        }
    }

    private static void check(File file, String profile) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(profile);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            throw new IllegalArgumentException("unknown profile " + profile);
        }
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            ValidationResult result = Foundries.defaultInstance()
                .createValidator(flavour, FAILURES_KEPT, false, true, false)
                .validate(parser);
            String verdict = result.isCompliant() ? "pass" : "fail";
            print(verdict, profile, file.getPath(), Integer.toString(result.getTotalAssertions()));
            brokenRules(result).forEach((clause, message) -> print("rule", profile, file.getPath(), clause, message));
        }
    }

    private static TreeMap<String, String> brokenRules(ValidationResult result) {
        TreeMap<String, String> rules = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String clause = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                rules.putIfAbsent(clause, String.valueOf(assertion.getMessage()));
            }
        }
        return rules;
    }

    private static void print(String... fields) {
        StringBuilder line = new StringBuilder();
        for (String field : fields) {
            line.append(line.length() == 0 ? "" : "\t").append(field.replaceAll("\\s+", " "));
        }
        System.out.println(line);
    }
}
