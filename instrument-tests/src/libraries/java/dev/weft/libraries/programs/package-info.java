// SPDX-License-Identifier: Apache-2.0
/**
 * Programs that put real libraries to use. The tests compile them against the libraries' jars, and run them in processes of
 * their own.
 */
package dev.weft.libraries.programs;
