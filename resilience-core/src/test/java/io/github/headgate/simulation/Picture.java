package io.github.headgate.simulation;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.knowm.xchart.BitmapEncoder;

/**
 * The file of a chart. Its pixels depend on the fonts of the machine, so that no build compares them: the file names the
 * series that it shows instead.
 */
final class Picture {
    private static final String KEYWORD = "Series";

    private Picture() {}

    /** Draws the chart of a series into a PNG file. */
    static void write(Path file, String title, Series series) throws IOException {
        BufferedImage image = BitmapEncoder.getBufferedImage(Chart.of(title, series));
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        metadata.mergeTree("javax_imageio_png_1.0", text(series.digest()));
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadataNode text(String value) {
        IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", KEYWORD);
        entry.setAttribute("value", value);
        IIOMetadataNode texts = new IIOMetadataNode("tEXt");
        texts.appendChild(entry);
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        root.appendChild(texts);
        return root;
    }

    /** Whether the file is there and shows this series. */
    static boolean shows(Path file, Series series) throws IOException {
        return Files.exists(file)
                && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                        .contains(KEYWORD + '\0' + series.digest());
    }
}
