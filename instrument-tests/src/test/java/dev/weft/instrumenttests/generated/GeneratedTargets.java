// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import dev.weft.instrumenttests.harness.TargetSources;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;

/** All generated target classes. */
public final class GeneratedTargets {
    /** The major version of the oldest class files. */
    static final int OLDEST_MAJOR = 45;

    private static final int MAJOR_OF_JAVA_0 = 44;
    private static final int[] OLD_VERSIONS = {
        Opcodes.V1_1, Opcodes.V1_2, Opcodes.V1_3, Opcodes.V1_4, Opcodes.V1_5, Opcodes.V1_6
    };
    static final String MISSING = "absent/Missing";

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
        addFlows(classFiles);
        addOldClasses(classFiles);
        addVersions(classFiles);
        add(classFiles, OddClasses.withoutPackage("S23WithoutPackageTarget"));
        add(classFiles, OddClasses.oddNames(PACKAGE + "S23OddNamesTarget"));
        add(classFiles, OddClasses.parentheses(PACKAGE + "S23(Odd)NamesTarget"));
        add(classFiles, FlowShapes.deadLocals(PACKAGE + "S24DeadLocalsTarget", PACKAGE + "DeadLocalsTarget"));
        add(classFiles, LimitShapes.missingTypes(PACKAGE + "S23MissingTypesTarget"));
        add(classFiles, LimitShapes.interfaceOfMost(PACKAGE + "S24Most"));
        add(classFiles, LimitShapes.values(PACKAGE + "S24ValuesTarget", PACKAGE + "S24Most"));
        add(classFiles, LimitShapes.mostCalls(PACKAGE + "S24MostCallsTarget"));
        add(classFiles, LimitShapes.mostLocals(PACKAGE + "S24MostLocalsTarget"));
        add(classFiles, LargeShapes.limits(PACKAGE + "S24LimitsTarget"));
        add(classFiles, LargeShapes.tooLarge(PACKAGE + "S24TooLargeTarget"));
        return classFiles;
    }

    /** What targets name and no run finds, for a verifier that wants to see it. */
    public static Map<String, byte[]> missingClassFiles() {
        Map<String, byte[]> classFiles = new TreeMap<>();
        add(classFiles, new ClassMaker(Opcodes.V17, Opcodes.ACC_PUBLIC, MISSING, "java/lang/Throwable", 0));
        return classFiles;
    }

    private static void addFlows(Map<String, byte[]> classFiles) {
        add(classFiles, JumpShapes.creations(PACKAGE + "S02NewAroundJumpsTarget"));
        add(classFiles, ShuffleShapes.ofUninitialized(PACKAGE + "S03UninitializedCopiesTarget"));
        add(classFiles, JumpShapes.handlers(PACKAGE + "S06HandlersTarget"));
        add(classFiles, OperandShapes.arrays(PACKAGE + "S11ArrayTypesTarget"));
        add(classFiles, OperandShapes.slots(PACKAGE + "S12SlotTypesTarget"));
        add(classFiles, ShuffleShapes.allForms(PACKAGE + "S14AllShufflesTarget"));
        add(classFiles, OperandShapes.combinations(PACKAGE + "S15OperandTypesTarget"));
        add(classFiles, JumpShapes.loops(PACKAGE + "S20LoopHeadsTarget"));
        add(classFiles, JumpShapes.uninitializedThis(PACKAGE + "S27UninitializedThisTarget"));
        add(classFiles, JumpShapes.lines(PACKAGE + "S28TwoLinesTarget"));
    }

    private static void addOldClasses(Map<String, byte[]> classFiles) {
        for (int version : OLD_VERSIONS) {
            int major = version & 0xFFFF;
            add(classFiles, SubroutineShapes.of(version, PACKAGE + "S22Subroutine" + major + "Target"));
            add(classFiles, SubroutineShapes.odd(version, PACKAGE + "S22OddSubroutine" + major + "Target"));
            add(classFiles, OldClassShapes.merges(version, PACKAGE + "S22Merge" + major + "Target"));
            String type = PACKAGE + "S22Interface" + major;
            String base = PACKAGE + "S22Base" + major;
            add(classFiles, OldClassShapes.oddInterface(version, type));
            add(classFiles, OldClassShapes.oddBase(version, base, type));
            add(classFiles, OldClassShapes.oddClass(version, PACKAGE + "S22Flags" + major + "Target", base, type));
        }
        for (int version : new int[] {Opcodes.V1_5, Opcodes.V1_6}) {
            add(classFiles, OldClassShapes.classConstants(version, PACKAGE + "S22Constants" + version + "Target"));
        }
        add(classFiles, OldClassShapes.withStackMaps(PACKAGE + "S22StackMapTarget", false));
        add(classFiles, OldClassShapes.withStackMaps(PACKAGE + "S22WrongStackMapTarget", true));
        add(classFiles, OldClassShapes.missingInDeadVariable(PACKAGE + "S22MissingTarget"));
        add(classFiles, OldClassShapes.missingInLiveVariable(PACKAGE + "S22MissingPinsTarget"));
        for (int version : new int[] {Opcodes.V1_2, Opcodes.V1_6}) {
            String base = PACKAGE + "S22TooLarge" + version + "Target";
            String instrumented = PACKAGE + "S22Override" + version;
            String foreign = PACKAGE + "foreign/S22Override" + version;
            add(classFiles, OldClassShapes.tooLargeWithoutSubroutine(version, base));
            add(classFiles, OldClassShapes.override(instrumented, base));
            add(classFiles, OldClassShapes.override(foreign, base));
            String caller = PACKAGE + "S22Caller" + version + "Target";
            add(classFiles, OldClassShapes.caller(caller, base, instrumented, foreign));
        }
    }

    /** All versions that the running JVM loads. */
    private static void addVersions(Map<String, byte[]> classFiles) {
        for (int major = OLDEST_MAJOR; major <= Runtime.version().feature() + MAJOR_OF_JAVA_0; major++) {
            add(classFiles, ofVersion(major));
        }
    }

    /** A class of any version from 45 on. */
    static ClassMaker ofVersion(int major) {
        int version = major == OLDEST_MAJOR ? Opcodes.V1_1 : major;
        return OddClasses.ofVersion(version, PACKAGE + "S23Version" + major + "Target");
    }

    private static void add(Map<String, byte[]> classFiles, ClassMaker maker) {
        classFiles.put(maker.internalName.replace('/', '.'), maker.make());
    }
}
