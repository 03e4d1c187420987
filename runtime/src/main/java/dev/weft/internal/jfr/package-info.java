// SPDX-License-Identifier: Apache-2.0
/** Events for JDK Flight Recorder, whose module may be absent. Depends on nothing else. */
@NullMarked
package dev.weft.internal.jfr;

import org.jspecify.annotations.NullMarked;
