// variant=ANNOTATED version=61
method static fiber run ()Ljava/lang/Object;
bipush 9
istore 0
aconst_null
astore 1
iconst_2
istore 2
aconst_null
astore 3
iconst_2
istore 4
iconst_2
istore 5
iconst_2
istore 6
aconst_null
astore 7
invokestatic dev/weft/instrumenttests/fuzz/program/Host isExhausted ()Z
ifne exit
goto b0
label b0
iinc 0 -1
iload 0
ifge x1
goto exit
label x1
label e0
aload 1
athrow
label h1
dup
astore 1
invokestatic dev/weft/abi/Continuation current ()Ldev/weft/abi/Continuation;
invokestatic dev/weft/instrumenttests/fuzz/program/Host caught (Ljava/lang/Throwable;Ljava/lang/Object;)V
iinc 0 -1
iload 0
iflt exit
label f1
iconst_1
invokestatic dev/weft/instrumenttests/fuzz/program/Probe make ()Ldev/weft/instrumenttests/fuzz/program/Probe;
iconst_1
ldc I 3
invokevirtual dev/weft/instrumenttests/fuzz/program/Probe last (II)I
if_icmpeq b0
goto b0
label h0
dup
astore 1
invokestatic dev/weft/abi/Continuation current ()Ldev/weft/abi/Continuation;
invokestatic dev/weft/instrumenttests/fuzz/program/Host caught (Ljava/lang/Throwable;Ljava/lang/Object;)V
iinc 0 -1
iload 0
iflt exit
invokestatic fuzzed/ThrownAgainAfterSuspension run ()Ljava/lang/Object;
invokestatic dev/weft/instrumenttests/fuzz/program/Host log (Ljava/lang/Object;)V
label f0
goto b0
label exit
aconst_null
areturn
try h1 f0 h0 java/lang/Exception
try b0 f1 h1 any
end
