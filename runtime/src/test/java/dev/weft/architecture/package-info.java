// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.weft.architecture;

import org.jspecify.annotations.NullMarked;
