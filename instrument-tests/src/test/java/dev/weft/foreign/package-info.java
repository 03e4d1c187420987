// SPDX-License-Identifier: Apache-2.0
/**
 * A program of fibers that call through code which isn't instrumented: proxies, mocks, interceptors, reflection. Run by
 * {@code ForeignCodeIT} with the agent, and instrumented at build time.
 */
@NullUnmarked
package dev.weft.foreign;

import org.jspecify.annotations.NullUnmarked;
