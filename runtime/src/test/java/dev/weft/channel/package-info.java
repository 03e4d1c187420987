// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.weft.channel;

import org.jspecify.annotations.NullMarked;
