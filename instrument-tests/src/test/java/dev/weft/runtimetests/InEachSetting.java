// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test that takes a {@link Setting} and runs in all of them. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag(InEachSetting.TAG)
@ParameterizedTest
@MethodSource("dev.weft.runtimetests.Setting#all")
@interface InEachSetting {
    /** All of them are run once more with a suspension wherever one may be. */
    String TAG = "each-setting";
}
