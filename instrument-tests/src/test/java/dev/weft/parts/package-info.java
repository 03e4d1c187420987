// SPDX-License-Identifier: Apache-2.0
/** Fibers over parts that know nothing of them: databases and their drivers, a pool of connections, HTTP servers and clients. */
package dev.weft.parts;
