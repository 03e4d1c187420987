// variant=ANNOTATED version=61
method static fiber run ()Ljava/lang/Object;
new fuzzed/UnusedLocals
dup
invokespecial fuzzed/UnusedLocals <init> ()V
invokevirtual fuzzed/UnusedLocals m1 ()J
invokestatic java/lang/Long valueOf (J)Ljava/lang/Long;
areturn
end
method fiber m1 ()J
invokestatic dev/weft/instrumenttests/fuzz/program/Host isExhausted ()Z
ifne exit
lconst_1
lstore 1
new fuzzed/UnusedLocals
dup
invokespecial fuzzed/UnusedLocals <init> ()V
invokevirtual fuzzed/UnusedLocals m1 ()J
lload 1
ladd
lreturn
dconst_1
dstore 16
lconst_0
lreturn
label exit
lconst_0
lreturn
end
