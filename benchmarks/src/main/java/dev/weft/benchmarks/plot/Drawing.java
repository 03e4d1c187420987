// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.plot;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/** What all pictures have in common, and how one becomes an SVG file, without a screen. */
final class Drawing {
    /** As wide as a page of text. */
    static final int WIDTH = 840;

    static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    static final Color INK = new Color(0x222222);
    static final Color FAINT = new Color(0xdddddd);

    /** Told apart by those who see colours differently too; after Masataka Okabe and Kei Ito, "Color Universal Design" (2008). */
    static final List<Color> COLOURS = List.of(
            new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7), new Color(0xe69f00));

    private Drawing() {}

    /** Writes a picture; the same one has the same bytes. */
    static void write(Path file, int width, int height, Consumer<Graphics2D> painter) throws IOException {
        Document document = newDocument();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setPrecision(2);
        context.setComment("Made by benchmarks/plot");
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(width, height));
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        painter.accept(graphics);
        StringWriter text = new StringWriter();
        graphics.stream(text, true);
        Files.writeString(file, text.toString());
    }

    private static Document newDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK can't make a document", e);
        }
    }
}
