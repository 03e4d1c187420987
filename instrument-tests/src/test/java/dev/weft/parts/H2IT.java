// SPDX-License-Identifier: Apache-2.0
package dev.weft.parts;

/** A database in this process. */
class H2IT extends DatabaseContract {
    @Override
    String url() {
        return "jdbc:h2:mem:parts;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000";
    }

    @Override
    String waitingSessions() {
        return "select count(*) from information_schema.sessions where blocker_id is not null";
    }
}
