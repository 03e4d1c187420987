// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.crawler;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server on the loopback interface with a site of a given number of pages, each of which links to three others, a page that is
 * not there, and one that robots are asked to leave alone. Plain threads, no fibers.
 */
final class Site implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int ANSWER_MILLIS = 5;

    private final int pages;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asking = new AtomicInteger();
    private final AtomicInteger mostAsking = new AtomicInteger();
    private final AtomicInteger intrusions = new AtomicInteger();

    Site(int pages) throws IOException {
        this.pages = pages;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI home() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/page/0");
    }

    /** How many requests were there at the same time, at most. */
    int mostAtOnce() {
        return mostAsking.get();
    }

    /** How often something was asked for that robots are not to ask for. */
    int intrusions() {
        return intrusions.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        mostAsking.accumulateAndGet(asking.incrementAndGet(), Math::max);
        try (exchange) {
            Thread.sleep(ANSWER_MILLIS);
            String path = exchange.getRequestURI().getPath();
            String body = body(path);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            asking.decrementAndGet(); // before the client can know, and ask for the next
            exchange.sendResponseHeaders(body.isEmpty() ? NOT_FOUND : OK, body.isEmpty() ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the site is being closed
        }
    }

    /** Empty if there is no such page. */
    private String body(String path) {
        if (path.equals("/robots.txt")) return "User-agent: *\nDisallow: /private/\n";
        if (path.startsWith("/private/")) {
            intrusions.incrementAndGet();
            return "<p>none of your business</p>";
        }
        if (!path.startsWith("/page/")) return "";
        int page = Integer.parseInt(path.substring("/page/".length()));
        String links = link("page/" + (2 * page + 1) % pages)
                + link("page/" + (2 * page + 2) % pages)
                + link("page/" + (page + pages / 2) % pages)
                + link("missing")
                + link("private/" + page);
        return "<h1>Page " + page + "</h1>" + links;
    }

    private static String link(String path) {
        return "<a href=\"/" + path + "\">" + path + "</a> ";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
