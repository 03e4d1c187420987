// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.programs;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.weft.libraries.behaviour.Program;
import dev.weft.libraries.behaviour.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Round trips of JSON documents: as trees, as objects, token by token; and what malformed ones lead to. */
public final class JacksonProgram implements Program {
    private final ObjectMapper mapper = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Point.class, new PointSerializer())
                    .addDeserializer(Point.class, new PointDeserializer()))
            .build();

    @Override
    public void run(Transcript out) throws Exception {
        trees(out);
        streaming(out);
        objects(out);
        sequences(out);
        malformed(out);
    }

    private void trees(Transcript out) throws IOException {
        Random random = new Random(1);
        ObjectNode root = mapper.createObjectNode();
        for (int i = 0; i < 600; i++) root.set("member" + i, tree(random, 6));
        byte[] compact = mapper.writeValueAsBytes(root);
        byte[] pretty = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        out.bytes("compact", compact);
        out.bytes("pretty", pretty);
        JsonNode again = mapper.readTree(pretty);
        out.line(again.equals(root) + " "
                + mapper.readTree(new String(compact, StandardCharsets.UTF_8)).equals(root));
        for (String pointer : List.of("/member3", "/member7/0", "/member11/a/b", "/member20/k0")) {
            out.line(pointer + " " + again.at(pointer).getNodeType() + " "
                    + again.at(pointer).size());
        }
        int numbers = 0;
        for (JsonNode member : again) {
            for (JsonNode value : member.findValues("k1")) numbers += value.isNumber() ? 1 : 0;
        }
        out.line("numbers under k1: " + numbers);
        Map<String, Object> map = mapper.convertValue(again, new TypeReference<TreeMap<String, Object>>() {});
        out.bytes("as a map", mapper.writeValueAsBytes(map));
    }

    private JsonNode tree(Random random, int depth) {
        switch (depth == 0 ? 2 + random.nextInt(6) : random.nextInt(8)) {
            case 0:
                ObjectNode object = mapper.createObjectNode();
                for (int i = 0, n = random.nextInt(9); i < n; i++) object.set("k" + i, tree(random, depth - 1));
                return object;
            case 1:
                ArrayNode array = mapper.createArrayNode();
                for (int i = 0, n = random.nextInt(9); i < n; i++) array.add(tree(random, depth - 1));
                return array;
            case 2:
                return mapper.getNodeFactory().numberNode(random.nextInt());
            case 3:
                return mapper.getNodeFactory().numberNode(random.nextLong());
            case 4:
                return mapper.getNodeFactory()
                        .numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 5:
                return mapper.getNodeFactory().textNode(text(random));
            case 6:
                return mapper.getNodeFactory().booleanNode(random.nextBoolean());
            default:
                return mapper.getNodeFactory().nullNode();
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0, n = random.nextInt(30); i < n; i++) {
            int kind = random.nextInt(10);
            if (kind < 7) text.append((char) (' ' + random.nextInt(95)));
            else if (kind < 8) text.append((char) random.nextInt(32));
            else if (kind < 9) text.append((char) (0xa0 + random.nextInt(0x2000)));
            else text.appendCodePoint(0x1f300 + random.nextInt(200));
        }
        return text.toString();
    }

    private static void streaming(Transcript out) throws IOException {
        JsonFactory factory = new JsonFactory();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Random random = new Random(2);
        try (JsonGenerator generator = factory.createGenerator(bytes)) {
            generator.writeStartArray();
            for (int i = 0; i < 1500; i++) {
                generator.writeStartObject();
                generator.writeNumberField("id", i);
                generator.writeStringField("name", text(random));
                generator.writeArrayFieldStart("values");
                for (int j = 0; j < i % 5; j++) generator.writeNumber(random.nextDouble());
                generator.writeEndArray();
                generator.writeFieldName("raw");
                generator.writeRawValue("[1, 2,{\"x\":null}]");
                generator.writeBinaryField("bytes", new byte[] {(byte) i, 2, 3});
                generator.writeEndObject();
            }
            generator.writeEndArray();
        }
        out.bytes("streamed", bytes.toByteArray());
        Map<JsonToken, Integer> tokens = new EnumMap<>(JsonToken.class);
        long sum = 0;
        double total = 0;
        int texts = 0;
        try (JsonParser parser = factory.createParser(bytes.toByteArray())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens.merge(token, 1, Integer::sum);
                if (token == JsonToken.VALUE_NUMBER_INT) sum += parser.getLongValue();
                else if (token == JsonToken.VALUE_NUMBER_FLOAT) total += parser.getDoubleValue();
                else if (token == JsonToken.VALUE_STRING)
                    texts = texts * 31 + parser.getText().hashCode();
            }
            out.line(parser.currentLocation().getByteOffset());
        }
        out.line(tokens + " " + sum + " " + total + " " + texts);
    }

    /** What objects are of. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle"), @JsonSubTypes.Type(Group.class)})
    public interface Shape {}

    /** With fields. */
    public static final class Circle implements Shape {
        /** Where. */
        public Point center = new Point(0, 0);

        /** How large. */
        public BigDecimal radius = BigDecimal.ONE;

        /** Whatever else. */
        @JsonAnySetter
        private final Map<String, Object> others = new LinkedHashMap<>();

        /** Whatever else. */
        @JsonAnyGetter
        public Map<String, Object> others() {
            return others;
        }
    }

    /** With a creator. */
    public static final class Group implements Shape {
        private final String name;
        private final List<Shape> members;

        /** Of members. */
        @JsonCreator
        public Group(@JsonProperty("name") String name, @JsonProperty("members") List<Shape> members) {
            this.name = name;
            this.members = members;
        }

        /** Its name. */
        public String getName() {
            return name;
        }

        /** Its members. */
        public List<Shape> getMembers() {
            return members;
        }
    }

    /** A record, by components. */
    public record Order(
            long id, BigInteger amount, List<Integer> lines, Map<Side, String> notes, Side side, char[] code) {}

    /** An enum. */
    public enum Side {
        BUY,
        SELL
    }

    /** With a serializer of its own. */
    public static final class Point {
        final int x;
        final int y;

        Point(int x, int y) {
            this.x = x;
            this.y = y;
        }
    }

    private static final class PointSerializer extends StdSerializer<Point> {
        private static final long serialVersionUID = 1;

        PointSerializer() {
            super(Point.class);
        }

        @Override
        public void serialize(Point value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeStartArray(value, 2);
            generator.writeNumber(value.x);
            generator.writeNumber(value.y);
            generator.writeEndArray();
        }
    }

    private static final class PointDeserializer extends StdDeserializer<Point> {
        private static final long serialVersionUID = 1;

        PointDeserializer() {
            super(Point.class);
        }

        @Override
        public Point deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            int[] coordinates = context.readValue(parser, int[].class);
            return new Point(coordinates[0], coordinates[1]);
        }
    }

    private void objects(Transcript out) throws IOException {
        Random random = new Random(3);
        Shape shape = group(random, 5);
        byte[] bytes = mapper.writeValueAsBytes(shape);
        out.bytes("shapes", bytes);
        Shape again = mapper.readValue(bytes, Shape.class);
        out.bytes("shapes again", mapper.writeValueAsBytes(again));
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Map<Side, String> notes = new EnumMap<>(Side.class);
            if (i % 3 == 0) notes.put(Side.SELL, text(random));
            orders.add(new Order(
                    i,
                    BigInteger.valueOf(random.nextLong()).pow(1 + i % 7),
                    List.of(i, i + 1, -i),
                    notes,
                    Side.values()[i % 2],
                    new char[] {'a', (char) ('a' + i % 26)}));
        }
        String text = mapper.writeValueAsString(orders);
        out.bytes("orders", text.getBytes(StandardCharsets.UTF_8));
        List<Order> read = mapper.readValue(text, new TypeReference<List<Order>>() {});
        out.line(read.size() + " " + read.get(17).amount() + " " + read.get(18).notes() + " "
                + text.equals(mapper.writeValueAsString(read)));
        Circle circle = mapper.readerForUpdating(new Circle())
                .readValue("{\"radius\":12.50,\"colour\":{\"red\":1},\"kind\":\"circle\"}");
        out.line(mapper.writeValueAsString(circle));
    }

    private static Shape group(Random random, int depth) {
        List<Shape> members = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            if (depth > 0 && random.nextBoolean()) {
                members.add(group(random, depth - 1));
            } else {
                Circle circle = new Circle();
                circle.center = new Point(random.nextInt(100), random.nextInt(100));
                circle.radius = BigDecimal.valueOf(random.nextInt(100_000), 3);
                if (i == 0) circle.others.put("note", text(random));
                members.add(circle);
            }
        }
        return new Group("group " + depth, members);
    }

    private void sequences(Transcript out) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 200; i++)
            lines.append("{\"a\":")
                    .append(i)
                    .append(",\"b\":[true,null,\"")
                    .append(i)
                    .append("\"]}\n");
        int sum = 0;
        try (MappingIterator<Map<String, Object>> values =
                mapper.readerFor(new TypeReference<Map<String, Object>>() {}).readValues(lines.toString())) {
            while (values.hasNext()) sum = sum * 31 + values.next().toString().hashCode();
        }
        out.line("values " + sum);
    }

    private void malformed(Transcript out) {
        for (String text : List.of(
                "{\"a\":",
                "[1,2",
                "{\"a\" 1}",
                "nul",
                "\"\\u12g4\"",
                "[1,]",
                "{\"kind\":\"square\"}",
                "{\"kind\":\"circle\",\"center\":[1]}",
                "1e",
                "")) {
            try {
                out.line(mapper.readValue(text, Shape.class));
            } catch (JsonProcessingException e) {
                out.line(e.getClass().getSimpleName() + " "
                        + e.getOriginalMessage().replaceAll("[(]for Object .*", "") + " "
                        + (e.getLocation() == null ? "" : e.getLocation().getColumnNr()));
            } catch (RuntimeException e) {
                out.line(e);
            }
        }
    }
}
