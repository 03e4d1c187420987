// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.abi.BlockingCall;
import dev.weft.internal.fiber.Carriers;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.sync.Semaphore;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link DataSource}. They count as blocking, and few at a time for one source; other fibers wait for
 * their turn without a thread.
 */
public final class DataSources {
    /*
     * Progress: a source that is a pool of connections keeps its callers waiting until a connection is given back, and for that, statements
     * have to be made by those who have one. If the callers could take all places of the I/O pool, no statement would find one:
     * all would wait until the source gives up. So they take few; but one at least, which is all there are if weft.io.max is 1.
     */
    private static final int AT_A_TIME = 8;
    private static final int SHARE = 4;

    private static final Map<Object, Semaphore> PLACES = new ConcurrentHashMap<>();
    private static final ReferenceQueue<DataSource> FORGOTTEN = new ReferenceQueue<>();

    /** A source by its identity: what its own {@code hashCode} does, nobody knows. */
    private static final class Key extends WeakReference<DataSource> {
        private final int hash;

        Key(DataSource source) {
            super(source, FORGOTTEN);
            hash = System.identityHashCode(source);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) return true;
            DataSource source = get();
            return source != null && other instanceof Key key && key.refersTo(source);
        }
    }

    private DataSources() {}

    private static Semaphore places(DataSource source) {
        for (Object gone = FORGOTTEN.poll(); gone != null; gone = FORGOTTEN.poll()) PLACES.remove(gone);
        Semaphore places = PLACES.get(new Key(source));
        if (places != null) return places;
        Carriers carriers = FiberStrand.carriersOfCurrentThread();
        int calls = carriers == null ? SHARE : carriers.io().limit();
        return PLACES.computeIfAbsent(
                new Key(source), k -> new Semaphore(Math.max(1, Math.min(AT_A_TIME, calls / SHARE))));
    }

    /**
     * {@link DataSource#getConnection()}.
     *
     * @param source the receiver
     * @return the connection
     * @throws SQLException as the receiver says
     * @throws dev.weft.CancelledException if the routine is cancelled, or its thread interrupted, while it waits for its turn
     */
    @Fiber
    public static Connection getConnection(DataSource source) throws SQLException {
        if (!Weft.inFiber()) return source.getConnection();
        Semaphore places = places(source);
        places.acquire();
        try {
            BlockingCall.enter();
            try {
                return source.getConnection();
            } finally {
                BlockingCall.exit();
            }
        } finally {
            places.release();
        }
    }

    /**
     * {@link DataSource#getConnection(String, String)}.
     *
     * @param source the receiver
     * @param user whose connection it is
     * @param password the user's
     * @return the connection
     * @throws SQLException as the receiver says
     * @throws dev.weft.CancelledException if the routine is cancelled, or its thread interrupted, while it waits for its turn
     */
    @Fiber
    public static Connection getConnection(DataSource source, String user, String password) throws SQLException {
        if (!Weft.inFiber()) return source.getConnection(user, password);
        Semaphore places = places(source);
        places.acquire();
        try {
            BlockingCall.enter();
            try {
                return source.getConnection(user, password);
            } finally {
                BlockingCall.exit();
            }
        } finally {
            places.release();
        }
    }
}
