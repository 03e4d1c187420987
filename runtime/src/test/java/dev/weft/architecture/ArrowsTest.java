// SPDX-License-Identifier: Apache-2.0
package dev.weft.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/**
 * The packages of the runtime depend one way. The vocabulary, which is what fibers run and how a wait ends, is public and
 * yet known everywhere: it depends on nothing.
 */
@AnalyzeClasses(packages = "dev.weft", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    private static final Set<String> VOCABULARY = Set.of(
            "dev.weft.Fiber",
            "dev.weft.Blocking",
            "dev.weft.Task",
            "dev.weft.Action",
            "dev.weft.CancelledException",
            "dev.weft.DeadlockException",
            "dev.weft.Event",
            "dev.weft.Event$Listener");

    private static final DescribedPredicate<JavaClass> IS_VOCABULARY =
            DescribedPredicate.describe("vocabulary", c -> VOCABULARY.contains(c.getName()));

    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("api")
            .definedBy(DescribedPredicate.describe(
                    "api",
                    c -> Set.of(
                                            "dev.weft",
                                            "dev.weft.channel",
                                            "dev.weft.context",
                                            "dev.weft.io",
                                            "dev.weft.jdk",
                                            "dev.weft.sync",
                                            "dev.weft.sync.concurrent")
                                    .contains(c.getPackageName())
                            && !VOCABULARY.contains(c.getName())))
            .layer("channel")
            .definedBy("dev.weft.internal.channel")
            .layer("sync")
            .definedBy("dev.weft.internal.sync")
            .layer("select")
            .definedBy("dev.weft.internal.select")
            .layer("net")
            .definedBy("dev.weft.internal.net")
            .layer("fiber")
            .definedBy("dev.weft.internal.fiber")
            .layer("io")
            .definedBy("dev.weft.internal.io")
            .layer("sched")
            .definedBy("dev.weft.internal.sched")
            .layer("jfr")
            .definedBy("dev.weft.internal.jfr")
            .layer("queue")
            .definedBy("dev.weft.internal.queue")
            .layer("abi")
            .definedBy("dev.weft.abi")
            .whereLayer("api")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("channel")
            .mayOnlyBeAccessedByLayers("api")
            .whereLayer("sync")
            .mayOnlyBeAccessedByLayers("api")
            .whereLayer("select")
            .mayOnlyBeAccessedByLayers("api", "channel")
            .whereLayer("net")
            .mayOnlyBeAccessedByLayers("api")
            .whereLayer("fiber")
            .mayOnlyBeAccessedByLayers("api", "channel", "net", "select", "sync")
            .whereLayer("io")
            .mayOnlyBeAccessedByLayers("api", "fiber")
            .whereLayer("sched")
            .mayOnlyBeAccessedByLayers("api", "channel", "net", "select", "sync", "fiber", "io")
            .whereLayer("jfr")
            .mayOnlyBeAccessedByLayers("fiber", "sched")
            .whereLayer("queue")
            .mayOnlyBeAccessedByLayers("sched")
            .whereLayer("abi")
            .mayOnlyBeAccessedByLayers("api", "fiber", "channel", "net", "sync");

    @ArchTest
    static final ArchRule abiAndUtilitiesDependOnNothing = noClasses()
            .that()
            .resideInAnyPackage("dev.weft.abi", "dev.weft.internal.util", "dev.weft.internal.jfr")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.weft",
                    "dev.weft.channel",
                    "dev.weft.context",
                    "dev.weft.io",
                    "dev.weft.jdk",
                    "dev.weft.sync",
                    "dev.weft.sync.concurrent",
                    "dev.weft.internal.channel",
                    "dev.weft.internal.sync",
                    "dev.weft.internal.select",
                    "dev.weft.internal.fiber",
                    "dev.weft.internal.net",
                    "dev.weft.internal.io",
                    "dev.weft.internal.sched",
                    "dev.weft.internal.queue");

    @ArchTest
    static final ArchRule vocabularyKnowsNoInternals =
            noClasses().that(IS_VOCABULARY).should().dependOnClassesThat().resideInAPackage("dev.weft.internal..");

    @ArchTest
    static final ArchRule nothingButTheJdk = noClasses()
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..", "javax.net.ssl..", "javax.sql..", "jdk.jfr..", "dev.weft..", "org.jspecify..");
}
