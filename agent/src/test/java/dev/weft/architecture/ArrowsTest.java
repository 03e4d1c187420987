// SPDX-License-Identifier: Apache-2.0
package dev.weft.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages of the agent depend one way. */
@AnalyzeClasses(packages = "dev.weft", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("agent")
            .definedBy("dev.weft.agent..")
            .layer("instrument")
            .definedBy("dev.weft.instrument")
            .layer("emit")
            .definedBy("dev.weft.instrument.emit")
            .layer("upgrade")
            .definedBy("dev.weft.instrument.upgrade")
            .layer("classify")
            .definedBy("dev.weft.instrument.classify")
            .layer("flow")
            .definedBy("dev.weft.instrument.flow")
            .layer("abi")
            .definedBy("dev.weft.instrument.abi")
            .whereLayer("agent")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("emit")
            .mayOnlyBeAccessedByLayers("instrument", "agent")
            .whereLayer("upgrade")
            .mayOnlyBeAccessedByLayers("instrument")
            .whereLayer("flow")
            .mayOnlyBeAccessedByLayers("emit", "upgrade", "classify", "instrument");

    @ArchTest
    static final ArchRule flowKnowsNoEmission = noClasses()
            .that()
            .resideInAPackage("dev.weft.instrument.flow")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.weft.agent..",
                    "dev.weft.instrument",
                    "dev.weft.instrument.emit",
                    "dev.weft.instrument.upgrade");

    @ArchTest
    static final ArchRule namesDependOnNothing = noClasses()
            .that()
            .resideInAPackage("dev.weft.instrument.abi")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "dev.weft.instrument.abi", "org.jspecify..");

    @ArchTest
    static final ArchRule theAgentIsNotCompiledAgainstTheRuntime = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.weft", "dev.weft.abi", "dev.weft.internal..", "dev.weft.channel");
}
