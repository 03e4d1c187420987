// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import dev.weft.instrumenttests.harness.TargetSources;
import java.util.Map;
import java.util.TreeMap;

/** All generated target classes. */
public final class GeneratedTargets {
    private static final String PACKAGE = TargetSources.PACKAGE.replace('.', '/') + "/";

    private GeneratedTargets() {}

    /** The class files by binary name. */
    public static Map<String, byte[]> classFiles() {
        Map<String, byte[]> classFiles = new TreeMap<>();
        add(classFiles, ObjectCreationShapes.inLocals(PACKAGE + "S02NewInLocalTarget"));
        add(classFiles, ObjectCreationShapes.onStack(PACKAGE + "S03NewOnStackTarget"));
        add(classFiles, FlowShapes.tryRanges(PACKAGE + "S05TryRangesTarget"));
        add(classFiles, FlowShapes.nulls(PACKAGE + "S10NullTypesTarget"));
        add(classFiles, FlowShapes.localVariableTable(PACKAGE + "S12LocalVariableTableTarget"));
        add(classFiles, FlowShapes.stackShuffles(PACKAGE + "S14StackShufflesTarget"));
        add(classFiles, FlowShapes.stackOverBackEdge(PACKAGE + "S20StackOverBackEdgeTarget"));
        add(classFiles, OddClasses.subroutine(PACKAGE + "S22OldClassFile"));
        add(classFiles, OddClasses.callerOfSubroutine(PACKAGE + "S22SubroutineTarget", PACKAGE + "S22OldClassFile"));
        add(classFiles, OddClasses.withoutPackage("S23WithoutPackageTarget"));
        add(classFiles, OddClasses.oddNames(PACKAGE + "S23OddNamesTarget"));
        add(classFiles, OddClasses.parentheses(PACKAGE + "S23(Odd)NamesTarget"));
        add(classFiles, LargeShapes.limits(PACKAGE + "S24LimitsTarget"));
        add(classFiles, LargeShapes.tooLarge(PACKAGE + "S24TooLargeTarget"));
        return classFiles;
    }

    private static void add(Map<String, byte[]> classFiles, ClassMaker maker) {
        classFiles.put(maker.internalName.replace('/', '.'), maker.make());
    }
}
