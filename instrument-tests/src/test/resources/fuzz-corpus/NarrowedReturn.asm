// variant=ANNOTATED version=51
method static fiber run ()Ljava/lang/Object;
iconst_2
ldc I 1
invokestatic dev/weft/instrumenttests/fuzz/program/Sites passBoolean (ZI)Z
invokestatic java/lang/Integer valueOf (I)Ljava/lang/Integer;
invokestatic dev/weft/instrumenttests/fuzz/program/Host log (Ljava/lang/Object;)V
ldc I 70000
ldc I 2
invokestatic dev/weft/instrumenttests/fuzz/program/Sites passChar (CI)C
invokestatic java/lang/Integer valueOf (I)Ljava/lang/Integer;
invokestatic dev/weft/instrumenttests/fuzz/program/Host log (Ljava/lang/Object;)V
ldc I 40000
ldc I 3
invokestatic dev/weft/instrumenttests/fuzz/program/Sites passShort (SI)S
invokestatic java/lang/Integer valueOf (I)Ljava/lang/Integer;
invokestatic dev/weft/instrumenttests/fuzz/program/Host log (Ljava/lang/Object;)V
ldc I 300
ldc I 4
invokestatic dev/weft/instrumenttests/fuzz/program/Sites passByte (BI)B
invokestatic java/lang/Integer valueOf (I)Ljava/lang/Integer;
areturn
end
