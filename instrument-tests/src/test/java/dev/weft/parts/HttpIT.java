// SPDX-License-Identifier: Apache-2.0
package dev.weft.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.sync.Barrier;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** HTTP servers that nobody has instrumented, with handlers that are fibers; and the JDK's client, called by fibers. */
@Timeout(120)
class HttpIT {
    private static final int REQUESTS = 200;
    private static final int IO_THREADS = 32;
    private static final int JETTY_THREADS = 8;

    /** Each answer waits until all requests have come, so they are all served at the same time. */
    private final Barrier all = new Barrier(REQUESTS);

    private static Scheduler scheduler() {
        return Scheduler.builder()
                .name("parts-http")
                .parallelism(2)
                .spares(2)
                .ioThreads(IO_THREADS)
                .build();
    }

    @Fiber
    private String answerTo(String text) {
        all.await();
        return text + " is answered";
    }

    @Fiber
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            byte[] answer = answerTo(text).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            OutputStream body = exchange.getResponseBody();
            body.write(answer);
        }
    }

    @Fiber
    private static String post(HttpClient client, URI uri, String text) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    /** As many fibers as requests, each of which calls the client. */
    private static void postAll(Scheduler scheduler, int port) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        URI uri = URI.create("http://127.0.0.1:" + port + "/");
        List<Routine<String>> posts = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            String text = "request " + i;
            posts.add(scheduler.go(() -> post(client, uri, text)));
        }
        for (int i = 0; i < REQUESTS; i++)
            assertThat(posts.get(i).join()).isEqualTo("200 request " + i + " is answered");
    }

    @Test
    void theJdksServerHasAFiberForEachExchange() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), REQUESTS);
        try (Scheduler scheduler = scheduler()) {
            server.createContext("/", exchange -> scheduler.go(() -> answer(exchange)));
            server.start();
            postAll(scheduler, server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theExecutorOfASchedulerServesTheJdksServer() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), REQUESTS);
        try (Scheduler scheduler = scheduler()) {
            Channel<String> carriers = Channel.unbounded();
            server.setExecutor(scheduler.executor());
            server.createContext("/", exchange -> {
                carriers.send(Thread.currentThread().getName());
                byte[] answer =
                        (new String(exchange.getRequestBody().readAllBytes(), UTF_8) + " is answered").getBytes(UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            postAll(scheduler, server.getAddress().getPort());
            for (int i = 0; i < REQUESTS; i++) assertThat(carriers.receive()).startsWith("parts-http");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void jettyHasAFiberForEachRequest() throws Exception {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("org.eclipse.jetty"))
                .setLevel(ch.qos.logback.classic.Level.WARN);
        Server server = new Server(new QueuedThreadPool(JETTY_THREADS));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        try (Scheduler scheduler = scheduler()) {
            server.setHandler(new Handler.Abstract() {
                @Override
                public boolean handle(Request request, Response response, Callback callback) {
                    scheduler.go(() -> answer(request, response, callback));
                    return true;
                }
            });
            server.start();
            postAll(scheduler, connector.getLocalPort());
        } finally {
            server.stop();
        }
    }

    @Fiber
    private void answer(Request request, Response response, Callback callback) {
        try {
            String text = Weft.blocking(() -> Content.Source.asString(request, UTF_8));
            Content.Sink.write(response, true, answerTo(text), callback);
        } catch (Throwable t) {
            callback.failed(t);
        }
    }
}
