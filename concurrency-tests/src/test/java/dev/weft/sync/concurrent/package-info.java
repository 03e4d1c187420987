// SPDX-License-Identifier: Apache-2.0
/** The types that extend those of java.util.concurrent, against their specifications. */
package dev.weft.sync.concurrent;
