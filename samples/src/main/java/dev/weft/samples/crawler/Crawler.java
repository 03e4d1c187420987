// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.crawler;

import dev.weft.Fiber;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import dev.weft.context.Context;
import dev.weft.samples.CommandLine;
import dev.weft.sync.Group;
import dev.weft.sync.Mutex;
import dev.weft.sync.Semaphore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows all links of a site, with a fiber for each page: a bounded number of requests at once, a pause between two, a time limit for
 * each, and nothing that the site asks robots to leave alone.
 */
public final class Crawler {
    private static final String USAGE = """
            usage: samples/run crawler [PAGES] [AT_ONCE]

            Starts an HTTP server on this machine with a site of PAGES pages (default: 300), and crawls it, with
            AT_ONCE requests at once (default: 8) and at least a millisecond between two. Prints what it has found.
            """;

    private static final String DEFAULT_PAGES = "300";
    private static final String DEFAULT_AT_ONCE = "8";
    private static final int FAILED = 1;
    private static final int OK = 200;
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LINK = Pattern.compile("href=\"([^\"]*)\"");
    private static final Pattern DISALLOWED = Pattern.compile("(?m)^Disallow: *(\\S+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Semaphore atOnce;
    private final Mutex turn = new Mutex();
    private final Group visits = new Group();
    private final Set<URI> seen = ConcurrentHashMap.newKeySet();
    private final LongAdder pages = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder leftAlone = new LongAdder();
    private final List<String> disallowed = new ArrayList<>();

    private Crawler(int atOnce) {
        this.atOnce = new Semaphore(atOnce);
    }

    /**
     * The program.
     *
     * @param args how many pages the site is to have, and how many to ask for at once
     */
    public static void main(String[] args) {
        CommandLine.check(args, 0, 2, USAGE);
        int pages = CommandLine.positive("PAGES", args.length > 0 ? args[0] : DEFAULT_PAGES);
        int atOnce = CommandLine.positive("AT_ONCE", args.length > 1 ? args[1] : DEFAULT_AT_ONCE);
        try (Site site = new Site(pages)) {
            Weft.run(() -> new Crawler(atOnce).crawl(site.home()));
            System.out.println(
                    "seen by the site: " + site.mostAtOnce() + " requests at once, intrusions: " + site.intrusions());
        } catch (IOException | RoutineFailedException e) {
            System.err.println("crawler: " + e);
            System.exit(FAILED);
        }
    }

    @Fiber
    private void crawl(URI home) throws Exception {
        Matcher rules = DISALLOWED.matcher(get(home.resolve("/robots.txt")).body());
        while (rules.find()) disallowed.add(rules.group(1));
        follow(home);
        visits.await();
        System.out.println("pages: " + pages + ", dead links: " + dead + ", left alone: " + leftAlone);
    }

    /** Has a page visited, unless it was found before. */
    @Fiber
    private void follow(URI page) {
        if (!seen.add(page)) return;
        if (disallowed.stream().anyMatch(page.getPath()::startsWith)) leftAlone.increment();
        else visits.go(() -> visit(page));
    }

    @Fiber
    private void visit(URI page) throws Exception {
        HttpResponse<String> response = get(page);
        if (response.statusCode() != OK) {
            dead.increment();
            return;
        }
        pages.increment();
        Matcher links = LINK.matcher(response.body());
        while (links.find()) follow(page.resolve(links.group(1)));
    }

    /** The client blocks a thread of the I/O pool, which is interrupted when the time is over. */
    @Fiber
    private HttpResponse<String> get(URI page) throws Exception {
        atOnce.acquire();
        try (Context.Cancellable limited = Context.current().withTimeout(PATIENCE)) {
            awaitTurn();
            HttpRequest request = HttpRequest.newBuilder(page).build();
            return limited.run(() -> Weft.blocking(() -> client.send(request, HttpResponse.BodyHandlers.ofString())));
        } finally {
            atOnce.release();
        }
    }

    @Fiber
    private void awaitTurn() {
        turn.lock();
        try {
            Weft.sleep(PAUSE);
        } finally {
            turn.unlock();
        }
    }
}
