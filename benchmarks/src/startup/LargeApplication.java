// SPDX-License-Identifier: Apache-2.0

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Multimaps;
import com.google.common.collect.Range;
import com.google.common.collect.TreeMultimap;
import com.google.common.graph.GraphBuilder;
import com.google.common.hash.Hashing;
import com.google.common.io.CharSource;
import com.google.common.util.concurrent.Futures;
import groovy.lang.GroovyShell;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.builder.ToStringBuilder;
import org.apache.commons.lang3.time.FastDateFormat;

/** Starts a database, a JSON mapper, a script engine and a few more, and uses each a little. */
public final class LargeApplication {
    public static final class Item {
        public int id;
        public String name;
        public List<String> tags = new ArrayList<>();
        public Map<String, Double> prices = new TreeMap<>();
    }

    private LargeApplication() {}

    public static void main(String[] arguments) throws Exception {
        String result = database() + json() + script() + collections() + xml();
        System.out.println(
                arguments.length == 0
                        ? result
                        : "" + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
    }

    private static int database() throws Exception {
        int rows = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:items");
                Statement statement = connection.createStatement()) {
            statement.execute("create table item(id int primary key, name varchar(100), price decimal(10, 2))");
            statement.execute("insert into item values (1, 'a', 1.5), (2, 'b', 2.5), (3, 'a', 3.5)");
            statement.execute("create index by_name on item(name)");
            String query = "select i.name, count(*), sum(i.price) from item i join item j on i.id <= j.id"
                    + " where i.name like '%' group by i.name having count(*) > 0 order by 1";
            try (ResultSet found = statement.executeQuery(query)) {
                while (found.next()) rows += found.getInt(2);
            }
        }
        return rows;
    }

    private static String json() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Item item = new Item();
        item.name = "item";
        item.tags.add("new");
        item.prices.put("EUR", 1.0);
        Item copy = mapper.readValue(mapper.writeValueAsString(item), Item.class);
        JsonNode tree = mapper.valueToTree(copy);
        return tree.path("tags").get(0).asText();
    }

    private static Object script() {
        return new GroovyShell()
                .evaluate("class P { int x; def next() { new P(x: x + 1) } }\n"
                        + "def all = (1..3).collect { new P(x: it).next().x }\n"
                        + "def text = \"${all.sum()} ${all.groupBy { it % 2 }.size()}\"\n"
                        + "text.toUpperCase().tokenize().join('-')");
    }

    private static String collections() throws Exception {
        var table = HashBasedTable.<String, String, Integer>create();
        table.put("a", "b", 1);
        var multimap = Multimaps.synchronizedSortedSetMultimap(TreeMultimap.<String, Integer>create());
        multimap.put("a", 1);
        var graph = GraphBuilder.directed().<String>build();
        graph.putEdge("a", "b");
        var cache = CacheBuilder.newBuilder().maximumSize(10).<String, String>build();
        String cached = cache.get("a", () -> Hashing.sha256().hashString("a", java.nio.charset.StandardCharsets.UTF_8).toString());
        var sorted = ImmutableSortedMap.of("a", Range.closed(1, 2));
        String text = CharSource.wrap("one\ntwo").readLines().toString() + Futures.immediateFuture(1).get();
        return StringUtils.abbreviate(
                        new ToStringBuilder(graph).append(table).append(sorted).toString() + cached + multimap + text, 20)
                + FastDateFormat.getInstance("yyyy").getPattern();
    }

    private static String xml() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream("<a b='c'><d/></a>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .getDocumentElement()
                .getTagName();
    }
}
