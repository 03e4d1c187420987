// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.abi.BlockingCall;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link HttpClient}. With one of the JDK's own the fiber waits without a thread for what {@code sendAsync} gives; another
 * one is called by a thread of the I/O pool.
 */
public final class HttpClients {
    private static final String OF_JDK = "jdk.internal.net.http.";

    private HttpClients() {}

    /**
     * {@link HttpClient#send}.
     *
     * @param <T> the type of the body
     * @param client the receiver
     * @param request what to send
     * @param handler what becomes of the body
     * @return the response
     * @throws IOException as the receiver says
     * @throws InterruptedException if the routine is cancelled, or its thread interrupted, before or meanwhile; the request is cancelled then
     */
    @Fiber
    public static <T extends @Nullable Object> HttpResponse<T> send(
            HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        if (!Weft.inFiber()) return client.send(request, handler);
        if (client.getClass().getName().startsWith(OF_JDK)) return await(client.sendAsync(request, handler));
        BlockingCall.enter();
        try {
            return client.send(request, handler);
        } finally {
            BlockingCall.exit();
        }
    }

    @Fiber
    private static <T extends @Nullable Object> T await(CompletableFuture<T> response)
            throws IOException, InterruptedException {
        try {
            return Futures.get(response);
        } catch (InterruptedException e) {
            response.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw asSent(e.getCause());
        }
    }

    /** As {@code send} has it: of the same type, where a program may ask for it, and with the caller in its stack trace. */
    private static IOException asSent(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        if (cause instanceof Error e) throw e;
        if (cause instanceof SecurityException) throw new SecurityException(message, cause);
        if (cause instanceof IllegalArgumentException) throw new IllegalArgumentException(message, cause);
        if (cause instanceof HttpConnectTimeoutException)
            return caused(new HttpConnectTimeoutException(message), cause);
        if (cause instanceof HttpTimeoutException) return caused(new HttpTimeoutException(message), cause);
        if (cause instanceof ConnectException) return caused(new ConnectException(message), cause);
        if (cause instanceof SSLHandshakeException) return caused(new SSLHandshakeException(message), cause);
        if (cause instanceof SSLException) return new SSLException(message, cause);
        if (cause instanceof ProtocolException) return caused(new ProtocolException(message), cause);
        return new IOException(message, cause);
    }

    private static IOException caused(IOException thrown, Throwable cause) {
        thrown.initCause(cause);
        return thrown;
    }
}
