package cn.jiaozi.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// What a service's code must look like, checked on its class files.
public final class HouseRules {
    private static final String ANNOTATIONS = "org.springframework.";

    private HouseRules() {}

    /// @param root the service's root package, such as `cn.jiaozi.ledger`
    public static void check(String root) {
        var imported = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
        rules(root).forEach(rule -> rule.allowEmptyShould(true).check(imported));
    }

    private static List<ArchRule> rules(String root) {
        return List.of(
                noClasses()
                        .that(not(nested("Store")))
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("org.springframework.r2dbc.core.DatabaseClient")
                        .because("SQL lives in stores"),
                noClasses()
                        .that(not(nested("Client")))
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("org.springframework.web.reactive.function.client.WebClient")
                        .because("calls outside the house live in clients"),
                noClasses()
                        .that(not(nested("Inbox")))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.springframework.messaging..", "org.springframework.kafka..")
                        .because("what a service is told arrives in its inbox, and only the relay sends"),
                methods()
                        .that()
                        .areAnnotatedWith(ANNOTATIONS + "transaction.annotation.Transactional")
                        .should()
                        .beDeclaredInClassesThat()
                        .haveSimpleNameEndingWith("Service")
                        .because("a service is one transaction"),
                noFields()
                        .should()
                        .beAnnotatedWith(ANNOTATIONS + "beans.factory.annotation.Autowired")
                        .because("what a class needs stands in its constructor"),
                noClasses()
                        .should()
                        .callMethod("reactor.core.publisher.Mono", "block")
                        .orShould()
                        .callMethod("reactor.core.publisher.Mono", "block", "java.time.Duration")
                        .orShould()
                        .callMethod("reactor.core.publisher.Mono", "subscribe")
                        .orShould()
                        .callMethod("reactor.core.publisher.Flux", "subscribe")
                        .because("only the chassis waits and subscribes"),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("java.util.Date")
                        .because("time is java.time"),
                fields().that()
                        .haveNameMatching(".*Fen")
                        .should()
                        .haveRawType(describe("long, Long or Optional", HouseRules::isFen))
                        .because("money is integer fen"),
                noClasses()
                        .should()
                        .haveSimpleNameEndingWith("Manager")
                        .orShould()
                        .haveSimpleNameEndingWith("Helper")
                        .orShould()
                        .haveSimpleNameEndingWith("Util")
                        .orShould()
                        .haveSimpleNameEndingWith("Utils")
                        .orShould()
                        .haveSimpleNameEndingWith("Handler")
                        .orShould()
                        .haveSimpleNameEndingWith("Mapper")
                        .orShould()
                        .haveSimpleNameEndingWith("Dto")
                        .orShould()
                        .haveSimpleNameEndingWith("Impl")
                        .because("ten words are enough"),
                classes()
                        .that()
                        .haveSimpleNameEndingWith("Controller")
                        .or()
                        .haveSimpleNameEndingWith("Inbox")
                        .should()
                        .notBePublic()
                        .because("nobody else needs them"),
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> nested(String suffix) {
        return describe("a " + suffix + " or a part of one", type -> {
            JavaClass outer = type;
            while (outer.getEnclosingClass().isPresent()) {
                outer = outer.getEnclosingClass().get();
            }
            return outer.getSimpleName().endsWith(suffix);
        });
    }

    private static boolean isFen(JavaClass type) {
        return type.isEquivalentTo(long.class)
                || type.isEquivalentTo(Long.class)
                || type.getName().equals("java.util.Optional");
    }
}
